/** What a query's words say about episodes themselves. Lists within one filter mean any of them, different filters all. */
export interface QueryFilters {
  outcomes?: ("success" | "failure" | "none")[];
  source?: "live" | "import";
  status?: "recording" | "completed" | "disconnected";
  /** Slugs, or what was typed where no dataset has that name. */
  datasets?: string[];
  robots?: string[];
  /** A word that may be a dataset or a robot: either. */
  origins?: { datasets: string[]; robots: string[] };
  /** Parts of a task. */
  tasks?: string[];
  operators?: string[];
  /** Somebody named without saying as what: operators by name, members by id. */
  hands?: { operators: string[]; people: string[] };
  /** Members who labelled or commented. */
  authors?: string[];
  assignees?: string[];
  /** All of them. */
  labels?: string[];
  labelled?: "yes" | "no";
  rating?: Range;
  /** Seconds. */
  duration?: Range;
  reward?: Range;
  /** The upper or lower quarter of its own dataset. */
  rewardLevel?: "high" | "low";
  frames?: Range;
  fps?: Range;
  /** Kinds of findings, all of them; `warnings`: any fault that the import or the checks reported; `clean`: none. */
  quality?: string[];
  /** When it was added: instants, both inclusive. */
  from?: string;
  to?: string;
}

export interface Range {
  min?: number;
  max?: number;
  /** The end itself does not belong to it. */
  isMinOpen?: boolean;
  isMaxOpen?: boolean;
}

export type QuerySort =
  | "newest"
  | "oldest"
  | "name"
  | "duration"
  | "-duration"
  | "reward"
  | "-reward"
  | "frames"
  | "-frames"
  | "index"
  | "-index";

export type ChipKind =
  | "outcome"
  | "reward"
  | "duration"
  | "date"
  | "dataset"
  | "robot"
  | "task"
  | "operator"
  | "label"
  | "person"
  | "quality"
  | "status"
  | "source"
  | "sort"
  | "rating"
  | "frames"
  | "fps"
  | "phrase"
  | "not"
  | "limit";

/** A stretch of the query that was understood. The query without its characters is the query without it. */
export interface Chip {
  id: string;
  kind: ChipKind;
  text: string;
  label: string;
  from: number;
  to: number;
}

export interface ParsedQuery {
  chips: Chip[];
  filters: QueryFilters;
  sort: QuerySort | null;
  limit: number | null;
  /** Must be there, word for word. */
  phrases: string[];
  /** Must not be there. */
  exclusions: string[];
  /** What no filter took, without words that carry no meaning here. Empty: the filters say it all. */
  rest: string;
  /** `rest` and the words of filters that may be meant as words too, for ranking. */
  words: string;
}

export interface VocabularyValues {
  datasets: readonly { slug: string; name: string }[];
  robots: readonly string[];
  operators: readonly string[];
  /** Tags and classes of labels. */
  labels: readonly string[];
  people: readonly { id: string; name: string }[];
}

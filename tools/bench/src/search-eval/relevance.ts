/** What a test knows of an episode without asking the search: its row in the register, and how the bundled sample was made. */
export interface KnownEpisode {
  /** Folder of the dataset. */
  dataset: string;
  index: number;
  task: string;
  outcome: "success" | "failure" | null;
  durationS: number;
  frames: number;
  reward: number | null;
  operator: string | null;
  rating: number | null;
  tags: readonly string[];
  source: "live" | "import";
}

/** All that is said of it must hold. */
export interface Rule {
  dataset?: string;
  index?: readonly number[];
  behaviour?: readonly Behaviour[];
  /** A part of the task, in any case. */
  task?: string;
  outcome?: "success" | "failure" | "none";
  longerS?: number;
  shorterS?: number;
  /** Seconds, both ends inclusive. */
  between?: readonly [number, number];
  framesMin?: number;
  framesMax?: number;
  rewardMin?: number;
  rewardMax?: number;
  operator?: string;
  ratingMin?: number;
  tag?: string;
  not?: Rule;
}

/** What `tools/make-sample` had the arm do, by episode of its seed. */
export const SAMPLE_BEHAVIOURS = {
  place: [1, 11, 15, 16, 20, 24, 30, 31],
  place_hesitant: [14, 18, 26],
  place_retry: [6, 23, 25, 27],
  place_slip: [5, 10, 19, 22],
  place_miss: [4, 13, 28],
  push: [0, 2, 12, 21],
  push_astray: [8],
  reach: [7, 9, 17, 29],
  reach_wide: [3],
} as const satisfies Record<string, readonly number[]>;
export type Behaviour = keyof typeof SAMPLE_BEHAVIOURS;

export const SAMPLE = "retake-sample";

/** Whether an episode answers a query: by any of the query's rules. */
export function isRelevant(episode: KnownEpisode, rules: readonly Rule[]): boolean {
  return rules.some((rule) => holds(rule, episode));
}

function holds(rule: Rule, episode: KnownEpisode): boolean {
  const { dataset, index, behaviour, task, outcome, operator, tag, not } = rule;
  return (
    (dataset === undefined || episode.dataset === dataset) &&
    (index === undefined || index.includes(episode.index)) &&
    (behaviour === undefined || behaviour.some((one) => behaves(episode, one))) &&
    (task === undefined || episode.task.toLowerCase().includes(task)) &&
    (outcome === undefined || (episode.outcome ?? "none") === outcome) &&
    (operator === undefined || episode.operator === operator) &&
    (tag === undefined || episode.tags.includes(tag)) &&
    within(rule, episode) &&
    (not === undefined || !holds(not, episode))
  );
}

function behaves({ dataset, index }: KnownEpisode, behaviour: Behaviour): boolean {
  const indices: readonly number[] = SAMPLE_BEHAVIOURS[behaviour];
  return dataset === SAMPLE && indices.includes(index);
}

function within(rule: Rule, { durationS, frames, reward, rating }: KnownEpisode): boolean {
  return (
    (rule.longerS === undefined || durationS > rule.longerS) &&
    (rule.shorterS === undefined || durationS < rule.shorterS) &&
    (rule.between === undefined || (durationS >= rule.between[0] && durationS <= rule.between[1])) &&
    (rule.framesMin === undefined || frames >= rule.framesMin) &&
    (rule.framesMax === undefined || frames <= rule.framesMax) &&
    (rule.rewardMin === undefined || (reward !== null && reward >= rule.rewardMin)) &&
    (rule.rewardMax === undefined || (reward !== null && reward <= rule.rewardMax)) &&
    (rule.ratingMin === undefined || (rating !== null && rating >= rule.ratingMin))
  );
}

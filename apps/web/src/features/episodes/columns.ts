import type { Sort } from "./list-params.ts";

export interface Column {
  title: string;
  /** Width, and from which width of the table on it is shown. */
  className: string;
  /** The orders a click on the head goes through. */
  sort?: { first: Sort; second: Sort | null };
  align?: "right";
}

/** The table's columns by name. Class names stand here whole, so that head and cells never disagree. */
export const COLUMNS = {
  name: {
    title: "Episode",
    className: "min-w-28 flex-[1.2] basis-0",
    sort: { first: "name", second: null },
  },
  dataset: { title: "Dataset", className: "min-w-0 flex-[1.5] basis-0 hidden @3xl:flex" },
  task: { title: "Task", className: "min-w-0 flex-3 basis-0" },
  robot: { title: "Robot", className: "w-24 shrink-0 hidden @6xl:flex" },
  outcome: { title: "Outcome", className: "w-20 shrink-0" },
  tags: { title: "Tags", className: "min-w-0 flex-1 basis-0 hidden @4xl:flex" },
  people: { title: "Assigned", className: "w-20 shrink-0 hidden @3xl:flex" },
  duration: {
    title: "Duration",
    className: "w-20 shrink-0",
    sort: { first: "-duration", second: "duration" },
    align: "right",
  },
  frames: {
    title: "Frames",
    className: "w-18 shrink-0 hidden @6xl:flex",
    sort: { first: "-frames", second: "frames" },
    align: "right",
  },
  reward: {
    title: "Reward",
    className: "w-18 shrink-0 hidden @5xl:flex",
    sort: { first: "-reward", second: "reward" },
    align: "right",
  },
  when: {
    title: "Added",
    className: "w-18 shrink-0 hidden @3xl:flex",
    sort: { first: "newest", second: "oldest" },
    align: "right",
  },
} as const satisfies Record<string, Column>;

export type ColumnName = keyof typeof COLUMNS;
export const COLUMN_NAMES = Object.keys(COLUMNS) as ColumnName[];

/** The same orders for views without heads. */
export const SORT_OPTIONS: readonly { value: Sort; label: string }[] = [
  { value: "newest", label: "Newest first" },
  { value: "oldest", label: "Oldest first" },
  { value: "name", label: "By name" },
  { value: "-duration", label: "Longest first" },
  { value: "duration", label: "Shortest first" },
  { value: "-reward", label: "Highest reward" },
  { value: "reward", label: "Lowest reward" },
];

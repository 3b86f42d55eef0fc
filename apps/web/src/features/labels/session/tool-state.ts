import { createStore, type Store } from "../room/store.ts";

export type Edge = "start" | "end";

/** What the person has in hand: the lane, the marks, the selection. Never stored, never shared but for the selection. */
export interface ToolState {
  /** Lane that marks and classes go to. */
  lane: string;
  /** Marks in seconds, not yet a segment. */
  from: number | null;
  to: number | null;
  /** Class chosen before the out mark. */
  label: string | null;
  selected: string | null;
  /** The edge of the selected segment that the arrow keys move. */
  edge: Edge | null;
  /** Thread that is shown open, and where a new one is being written. */
  thread: string | null;
  composing: { t: number; annotationId: string | null } | null;
  tab: "labels" | "comments" | "similar" | "activity" | "info";
}

export interface ToolStore extends Store<ToolState> {
  change: (change: Partial<ToolState>) => void;
}

export function createToolStore(lane: string): ToolStore {
  const nothing = {
    from: null,
    to: null,
    label: null,
    selected: null,
    edge: null,
    thread: null,
    composing: null,
  };
  const store = createStore<ToolState>({ lane, ...nothing, tab: "labels" }, shallowEqual);
  return { ...store, change: (change) => store.set({ ...store.get(), ...change }) };
}

function shallowEqual(a: ToolState, b: ToolState): boolean {
  return (Object.keys(a) as (keyof ToolState)[]).every((key) => Object.is(a[key], b[key]));
}

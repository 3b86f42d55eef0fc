import type { Chosen } from "./selection.ts";

const OUTCOMES = ["success", "failure", null] as const;

/** One thing done to many episodes. */
export type BulkChange =
  | { kind: "outcome"; outcome: "success" | "failure" | null }
  | { kind: "addTag"; tag: string }
  | { kind: "removeTag"; tag: string };

/** A change and the episodes it goes to. */
export interface BulkStep {
  change: BulkChange;
  sessionIds: string[];
}

/** What a row is after the change. */
export function applied(change: BulkChange, row: Chosen): Chosen {
  if (change.kind === "outcome") return { ...row, outcome: change.outcome };
  const others = row.tags.filter((tag) => tag !== change.tag);
  return { ...row, tags: change.kind === "addTag" ? [...others, change.tag] : others };
}

/** The rows a change makes a difference to; only these are sent, so that undo touches nothing else. */
export function affected(change: BulkChange, rows: readonly Chosen[]): Chosen[] {
  return rows.filter((row) => {
    if (change.kind === "outcome") return row.outcome !== change.outcome;
    return row.tags.includes(change.tag) !== (change.kind === "addTag");
  });
}

/** The steps that bring every row back to what it was before the change. */
export function undoSteps(change: BulkChange, rows: readonly Chosen[]): BulkStep[] {
  const touched = affected(change, rows);
  if (touched.length === 0) return [];
  if (change.kind !== "outcome") {
    const kind = change.kind === "addTag" ? "removeTag" : "addTag";
    return [{ change: { kind, tag: change.tag }, sessionIds: touched.map((row) => row.sessionId) }];
  }
  return OUTCOMES.map((outcome) => ({
    change: { kind: "outcome" as const, outcome },
    sessionIds: touched.filter((row) => row.outcome === outcome).map((row) => row.sessionId),
  })).filter((step) => step.sessionIds.length > 0);
}

/** The change in words, with its number: `Tagged 12 episodes “slip”`. */
export function changeWords(change: BulkChange, count: number): string {
  const episodes = count === 1 ? "1 episode" : `${count.toLocaleString("en-US")} episodes`;
  if (change.kind === "addTag") return `Tagged ${episodes} “${change.tag}”`;
  if (change.kind === "removeTag") return `Took the tag “${change.tag}” from ${episodes}`;
  return change.outcome === null
    ? `Cleared the outcome of ${episodes}`
    : `Set the outcome of ${episodes} to ${change.outcome}`;
}

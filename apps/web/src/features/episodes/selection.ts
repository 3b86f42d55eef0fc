import type { EpisodeRow } from "@retake/trpc/schemas";

/** What is needed of a chosen episode to change it and to take the change back. */
export type Chosen = Pick<EpisodeRow, "sessionId" | "outcome" | "tags">;

/** Chosen episodes by id, and the row the next range starts from. Never changed in place. */
export interface Selection {
  chosen: ReadonlyMap<string, Chosen>;
  anchor: number | null;
}

/** As many as one bulk change may name. */
export const SELECTION_MAX = 10_000;

export const NOTHING: Selection = { chosen: new Map(), anchor: null };

export function toggle(selection: Selection, index: number, row: Chosen): Selection {
  const chosen = new Map(selection.chosen);
  if (!chosen.delete(row.sessionId) && chosen.size < SELECTION_MAX) chosen.set(row.sessionId, row);
  return { chosen, anchor: index };
}

/** Adds rows, up to the limit, in their order; the anchor stays, so that the range can be drawn again. */
export function addAll(selection: Selection, rows: Iterable<Chosen>): Selection {
  const chosen = new Map(selection.chosen);
  for (const row of rows) {
    if (chosen.size >= SELECTION_MAX && !chosen.has(row.sessionId)) break;
    chosen.set(row.sessionId, row);
  }
  return { chosen, anchor: selection.anchor };
}

/** The rows between the anchor and `index`, both included, whichever comes first. */
export function rangeTo(selection: Selection, index: number): { first: number; last: number } {
  const from = selection.anchor ?? index;
  const last = Math.max(from, index);
  const first = Math.min(from, index);
  return { first, last: Math.min(last, first + SELECTION_MAX - 1) };
}

/** The same choice with what its rows are now, so that the next change can be taken back rightly too. */
export function refresh(selection: Selection, rows: Iterable<Chosen>): Selection {
  const chosen = new Map(selection.chosen);
  for (const row of rows) if (chosen.has(row.sessionId)) chosen.set(row.sessionId, row);
  return { ...selection, chosen };
}

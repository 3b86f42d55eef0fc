import type { Question } from "../question.ts";

/** Rows of the table: what the seed's own README measures. */
export const ROWS = [
  "list",
  "detail",
  "seek full",
  "seek again",
  "2 s window",
  "one topic",
  "export",
] as const;
export type RowName = (typeof ROWS)[number];

/**
 * How often a question is asked before it is counted. Ours keeps the answers to what was asked for twice; every other row of samples is
 * about what was not asked before, so that none is answered from there.
 */
export function askedBefore(row: RowName): number {
  return row === "seek again" ? 2 : 0;
}

/** An episode as far as questions need it. */
export interface Asked {
  sessionId: string;
  endTime: number;
}

const ROWS_MAX = 10_000;
const PAGE = 100;
const WINDOW_S = 2;
const TOPIC = "/observation/state";
/** Beyond any episode. */
const END_OF_TIME = 1e9;
/** Ways to say it. */
const ENDS = 1e6;

/** @param at place of the window, 0 to 1 */
export function questionOf(row: RowName, { sessionId, endTime }: Asked, at: number): Question {
  const whole = { kind: "seek", sessionId, from: 0, to: END_OF_TIME, topics: null, limit: ROWS_MAX } as const;
  const seek = { ...whole, to: END_OF_TIME + Math.ceil(at * ENDS) };
  switch (row) {
    case "list":
      return { kind: "list", limit: PAGE, offset: 0 };
    case "detail":
      return { kind: "detail", sessionId };
    case "seek full":
      return seek;
    case "seek again":
      return whole;
    case "2 s window": {
      // Tenths of a second, as a person moving a slider sends them.
      const from = Math.round(at * Math.max(0, endTime - WINDOW_S) * 10) / 10;
      return { ...seek, from, to: from + WINDOW_S };
    }
    case "one topic":
      return { ...seek, topics: [TOPIC] };
    case "export":
      return { kind: "export", sessionId };
  }
}

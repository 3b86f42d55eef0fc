import type { SourceView } from "@retake/trpc/schemas";

export type SourceLook = "off" | "waiting" | "recording" | "failed";

/** What its lamp shows, and the word beside it. */
export function lookOf({ enabled, state }: Pick<SourceView, "enabled" | "state">): {
  look: SourceLook;
  word: string;
} {
  if (!enabled) return { look: "off", word: "Off" };
  if (state === "recording") return { look: "recording", word: "Recording" };
  if (state === "failed") return { look: "failed", word: "Not connected" };
  return { look: "waiting", word: "Connecting" };
}

/** The sentence that says what it does, and the lines about channels that are left out. */
export function linesOf({ problem }: Pick<SourceView, "problem">): { first: string | null; more: string[] } {
  const [first = null, ...more] = problem?.split("\n").filter((line) => line !== "") ?? [];
  return { first, more };
}

import type { EpisodeFacts } from "./types.ts";

/** A factual summary in plain English, in the words that people search with. The same facts give the same text. */
export function describeFacts(facts: EpisodeFacts): string {
  const { task, robot, durationS, frames, outcome } = facts;
  const said = task === null ? "An episode without a task" : `Task: "${task}"`;
  const on = robot === null ? "" : ` on ${robot}`;
  const end = outcome === null ? "" : ` It ended in ${outcome}.`;
  return `${said}${on}, ${durationS.toFixed(1)} s, ${frames} frames.${end}`;
}

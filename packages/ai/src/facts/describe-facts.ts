import { describeGrips } from "./describe-grips.ts";
import { describeMotion } from "./describe-motion.ts";
import { describePeople } from "./describe-people.ts";
import { capitalised, counted, figure, listed, quoted, seconds } from "./phrases.ts";
import type { EpisodeFacts } from "./types.ts";

const SENTENCES_MAX = 14;
const LENGTH_MAX = 2_400;

/** A factual summary in plain English, in the words that people search with. The same facts give the same text. */
export function describeFacts(facts: EpisodeFacts): string {
  const sentences = [
    ...opening(facts),
    ...ending(facts),
    ...describeGrips(facts),
    ...describeMotion(facts),
    ...quality(facts),
    ...describePeople(facts),
  ];
  let text = "";
  for (const sentence of sentences.slice(0, SENTENCES_MAX)) {
    const longer = `${text}${text === "" ? "" : " "}${capitalised(sentence)}`;
    if (longer.length > LENGTH_MAX) break;
    text = longer;
  }
  return text;
}

function opening(facts: EpisodeFacts): string[] {
  const { task, robot, dataset, episodeIndex, durationS, frames, fps, cameras } = facts;
  const from = dataset === null ? "" : ` in ${dataset}`;
  const number = episodeIndex === null ? "Episode" : `Episode ${episodeIndex}`;
  const by = facts.source === "live" ? "recorded live" : "";
  const parts = [
    `${number}${from}${robot === null ? "" : ` on ${robot}`}`,
    by,
    seconds(durationS),
    `${frames === 1 ? "one frame" : `${frames.toLocaleString("en-US")} frames`}${fps > 0 ? ` at ${figure(fps)} fps` : ""}`,
    cameras.length === 0 ? "" : `${counted(cameras.length, "camera")}: ${listed(cameras.slice(0, 6))}`,
  ].filter((part) => part !== "");
  const what =
    task === null ? "No task is stated." : `Task: ${quoted(task)}${/[.!?]$/.test(task) ? "" : "."}`;
  return [what, `${parts.join(", ")}.`];
}

function ending({ outcome, reward, rewards, operator, rating }: EpisodeFacts): string[] {
  const sentences: string[] = [];
  if (outcome === "success") sentences.push("It succeeded (outcome: success).");
  if (outcome === "failure") sentences.push("It failed (outcome: failure).");
  const total = reward === null ? "" : `, ${figure(reward)} in total`;
  if (rewards !== null && rewards.highest > rewards.lowest) {
    const { first, last, highest, highestAt } = rewards;
    const fell = highest - last > 0.1 * (highest - rewards.lowest);
    const then = fell ? `, then fell to ${figure(last)}` : "";
    sentences.push(
      `The reward went from ${figure(first)} to its peak of ${figure(highest)} at ${seconds(highestAt)}${then}${total}.`,
    );
  } else if (reward !== null) sentences.push(`The reward is ${figure(reward)} in total.`);
  if (operator !== null) sentences.push(`Operated by ${operator}.`);
  if (rating !== null) sentences.push(`Rated ${figure(rating)}.`);
  return sentences;
}

const FAULTS: Record<string, string> = {
  frozen: "a frozen signal",
  gap: "a gap in time",
  jump: "a sudden jump",
  not_a_number: "values that are not numbers (NaN)",
  out_of_range: "a clipped joint",
};

function quality({ findings, warnings }: EpisodeFacts): string[] {
  const kinds = [...new Set(findings.map(({ kind }) => kind).filter((kind) => kind in FAULTS))];
  const first = findings.find(({ kind }) => kind in FAULTS);
  const sentences =
    first === undefined
      ? []
      : [`Data quality: ${listed(kinds.map((kind) => FAULTS[kind] ?? kind))} (${first.text}).`];
  if (warnings.length > 0) sentences.push(`Warning: ${quoted(warnings[0] ?? "")}`);
  return sentences;
}

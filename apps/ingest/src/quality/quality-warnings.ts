import type { LiveClockFigures } from "@retake/core/live-figures";
import type { RecordingMeta } from "@retake/core/recording-meta";
import type { TimingSnapshot } from "./topic-timing.ts";

export interface QualityWarning {
  code: string;
  message: string;
}

/** Codes of what is known of a clock over the whole recording: one that is not told any more is taken back. */
export const CLOCK_WARNINGS: readonly string[] = ["clock_jump", "clock_skew", "odd_times"];

/** Below it a clock is as good as those of computers are. */
const SKEW_PPM_MAX = 100;
const TOPICS_NAMED_MAX = 3;

/** What somebody who trains on the recording has to know. Nothing has been repaired. */
export function qualityWarnings(
  clock: LiveClockFigures,
  topics: readonly (TimingSnapshot & { name: string; nonFinite?: number })[],
): QualityWarning[] {
  return [
    ...clockWarnings(clock),
    ...perTopic("gaps", "Pauses in what comes regularly", topics, ({ gaps }) => gaps),
    ...perTopic("out_of_order", "Messages out of time order", topics, ({ outOfOrder }) => outOfOrder),
    ...perTopic("not_finite", "Messages with NaN or infinity", topics, ({ nonFinite = 0 }) => nonFinite),
  ];
}

/** What its robot said at the end and is not kept. */
export function endingWarnings({ unread = [] }: Pick<RecordingMeta, "unread">): QualityWarning[] {
  return unread.map(({ field, said }) =>
    field === "outcome"
      ? {
          code: "unknown_outcome",
          message: `The robot ended with the outcome “${said}”, which is neither success nor failure: none is kept.`,
        }
      : {
          code: "unknown_reward",
          message: `The robot ended with the total reward “${said}”, which is no number: none is kept.`,
        },
  );
}

function clockWarnings({
  jumpsTotal,
  jumps,
  skewPpm,
  oddTimes,
  notFinite = 0,
}: LiveClockFigures): QualityWarning[] {
  const warnings: QualityWarning[] = [];
  const last = jumps.at(-1);
  if (jumpsTotal > 0 && last !== undefined) {
    const times = jumpsTotal === 1 ? "once" : `${jumpsTotal} times`;
    const message = `The robot's clock jumped ${times}, last by ${last.by.toFixed(2)} s. Its times are kept as sent.`;
    warnings.push({ code: "clock_jump", message });
  }
  if (skewPpm !== null && Math.abs(skewPpm) > SKEW_PPM_MAX) {
    const way = skewPpm > 0 ? "fast" : "slow";
    warnings.push({
      code: "clock_skew",
      message: `The robot's clock ran ${way} by ${Math.abs(skewPpm)} parts per million.`,
    });
  }
  // Those that are no number get a place when they are sealed, which tells of them (`times_replaced`).
  const placed = oddTimes - notFinite;
  if (placed > 0) {
    const which = placed === 1 ? "One message has" : `${placed} messages have`;
    const message = `${which} a time that is negative or huge; it is kept as sent.`;
    warnings.push({ code: "odd_times", message });
  }
  return warnings;
}

function perTopic<T extends { name: string }>(
  code: string,
  what: string,
  topics: readonly T[],
  countOf: (topic: T) => number,
): QualityWarning[] {
  const hit = topics.filter((topic) => countOf(topic) > 0).toSorted((a, b) => countOf(b) - countOf(a));
  if (hit.length === 0) return [];
  const named = hit.slice(0, TOPICS_NAMED_MAX).map((topic) => `${topic.name} ${countOf(topic)}`);
  const more = hit.length > TOPICS_NAMED_MAX ? ` and ${hit.length - TOPICS_NAMED_MAX} more topics` : "";
  return [{ code, message: `${what}: ${named.join(", ")}${more}.` }];
}

import type { Lamp } from "@retake/core/live-figures";
import type { CameraSnapshot } from "./camera-quality.ts";
import type { TimingSnapshot } from "./topic-timing.ts";
import type { TopicSnapshot } from "./topic-quality.ts";

export interface Judgement {
  lamp: Lamp;
  /** Null when the lamp is `ok`. */
  reason: string | null;
}

const LIMIT = {
  /** Seconds without a message; a slow topic may be silent for so many periods. */
  silentWarnS: 1,
  silentBadS: 3,
  silentPeriods: 3,
  /** Shares of the rate meant. */
  rateWarn: 0.9,
  rateBad: 0.5,
  /** Seconds of identical values or pictures. */
  frozenS: 1,
  pictureFrozenBadS: 3,
  /** Seconds after which a topic that has never moved is worth a look. */
  neverMovedS: 10,
  /** Share of the period by which intervals stray. */
  jitter: 0.5,
  /** Changes per message of a topic whose values stand still only when something is wrong. */
  livelyShare: 0.5,
  /** Mean luminance, 0 to 255. */
  black: 8,
  dark: 24,
  bright: 247,
} as const;

const OK: Judgement = { lamp: "ok", reason: null };

export function topicLamp(topic: TopicSnapshot): Judgement {
  return worst([
    ...silence(topic),
    ...when(
      topic.recentNonFinite > 0,
      "bad",
      () => `${count(topic.recentNonFinite, "message")} with values that are not numbers`,
    ),
    ...frozen(topic),
    ...timing(topic),
  ]);
}

export function cameraLamp(camera: CameraSnapshot): Judgement {
  const { frozenS, luminance } = camera;
  return worst([
    ...silence(camera),
    ...when(
      frozenS > LIMIT.frozenS,
      frozenS > LIMIT.pictureFrozenBadS ? "bad" : "warn",
      () => `picture frozen for ${seconds(frozenS)}`,
    ),
    ...brightness(luminance),
    ...timing(camera),
  ]);
}

function silence({ silentS, meantHz }: TimingSnapshot): Judgement[] {
  if (silentS === null) return [{ lamp: "warn", reason: "nothing has come yet" }];
  const patience = meantHz === null ? 0 : LIMIT.silentPeriods / meantHz;
  // A topic without a regular rate may have nothing to say for hours.
  if (meantHz === null || silentS <= Math.max(LIMIT.silentWarnS, patience)) return [];
  const lamp = silentS > Math.max(LIMIT.silentBadS, 2 * patience) ? "bad" : "warn";
  return [{ lamp, reason: `nothing for ${seconds(silentS)}` }];
}

function frozen({ continuous, frozenS, changes, messages }: TopicSnapshot): Judgement[] {
  if (!continuous) return [];
  if (changes === 0) return when(frozenS > LIMIT.neverMovedS, "warn", () => "has not moved since the start");
  const lively = changes / Math.max(1, messages - 1) >= LIMIT.livelyShare;
  return when(lively && frozenS > LIMIT.frozenS, "warn", () => `frozen for ${seconds(frozenS)}`);
}

function timing(topic: TimingSnapshot): Judgement[] {
  const { meantHz, rateHz, rateSpanS, recentGapS, recentOutOfOrder, jitterS } = topic;
  const late = when(
    recentOutOfOrder > 0,
    "warn",
    () => `${count(recentOutOfOrder, "message")} out of time order`,
  );
  if (meantHz === null) return late;
  const meant = meantHz * rateSpanS;
  // One message more or less in the window is chance.
  const came = rateHz * rateSpanS + 1;
  return [
    ...when(
      came < LIMIT.rateWarn * meant,
      came < LIMIT.rateBad * meant ? "bad" : "warn",
      () => `${figure(rateHz)} Hz, meant ${figure(meantHz)}`,
    ),
    ...when(recentGapS > 0, "warn", () => `a gap of ${seconds(recentGapS)}`),
    ...late,
    ...when(
      jitterS !== null && jitterS * meantHz > LIMIT.jitter,
      "warn",
      () => `uneven: ± ${figure((jitterS ?? 0) * 1_000)} ms`,
    ),
  ];
}

function brightness(luminance: number | null): Judgement[] {
  if (luminance === null) return [];
  if (luminance < LIMIT.black) return [{ lamp: "bad", reason: "black" }];
  if (luminance < LIMIT.dark) return [{ lamp: "warn", reason: "dark" }];
  return when(luminance > LIMIT.bright, "warn", () => "overexposed");
}

function when(holds: boolean, lamp: Lamp, reason: () => string): Judgement[] {
  return holds ? [{ lamp, reason: reason() }] : [];
}

/** The first of the worst ones: the reasons are given in the order of their weight. */
function worst(judgements: Judgement[]): Judgement {
  return judgements.find(({ lamp }) => lamp === "bad") ?? judgements[0] ?? OK;
}

function seconds(value: number): string {
  return value < 60 ? `${value.toFixed(1)} s` : `${Math.floor(value / 60)} min ${Math.floor(value % 60)} s`;
}

function figure(value: number): string {
  return String(Number(value < 100 ? value.toFixed(1) : value.toFixed(0)));
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}

import type { FrameTimeline } from "../engine/frame-timeline.ts";

const FRAME = /^#\s*(\d{1,9})$/;
const SECONDS = /^(-?\d{1,9}(?:[.,]\d*)?)\s*s?$/;
const CLOCK = /^(?:(\d{1,3}):)?(\d{1,3}):(\d{1,2}(?:[.,]\d*)?)$/;

/**
 * The time that a typed text means, seconds: `12.345`, `12.345 s`, `1:02.5`, `1:02:03`, or the frame `#247`, counted from 0.
 * Kept inside the episode; null for anything else.
 */
export function readMoment(text: string, timeline: Pick<FrameTimeline, "clamp" | "timeOf">): number | null {
  const typed = text.trim();
  const frame = FRAME.exec(typed);
  if (frame !== null) return timeline.timeOf(Number(frame[1]));
  const seconds = SECONDS.exec(typed);
  if (seconds !== null) return timeline.clamp(numberOf(seconds[1]));
  const clock = CLOCK.exec(typed);
  if (clock === null) return null;
  const [, hours, minutes, rest] = clock;
  return timeline.clamp(numberOf(hours) * 3600 + numberOf(minutes) * 60 + numberOf(rest));
}

function numberOf(text: string | undefined): number {
  return Number((text ?? "0").replace(",", "."));
}

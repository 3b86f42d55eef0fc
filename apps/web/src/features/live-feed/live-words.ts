import type { LiveClock } from "@retake/trpc/schemas";
import { formatDuration } from "../../ui/figures.ts";

/** Messages per second: `149 Hz`, `9.5 Hz`. */
export function rateWords(hz: number): string {
  return `${hz >= 99.5 ? Math.round(hz).toLocaleString("en") : Number(hz.toPrecision(2))} Hz`;
}

/** Bytes per second: `840 B/s`, `1.2 MB/s`. */
export function bytesWords(bytesPerS: number): string {
  if (bytesPerS < 1_000) return `${Math.round(bytesPerS)} B/s`;
  if (bytesPerS < 1e6) return `${Number((bytesPerS / 1e3).toPrecision(2))} kB/s`;
  return `${Number((bytesPerS / 1e6).toPrecision(2))} MB/s`;
}

/** From reading a message to its being safe: `4 ms`, `1.2 s`. */
export function lagWords(ms: number | null): string {
  if (ms === null) return "–";
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`;
}

/** Whole seconds, as a counter that ticks: `0:07`, `12:30`, `1:02:03`. */
export function tickingWords(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  const pad = (n: number): string => String(n).padStart(2, "0");
  return h > 0 ? `${h}:${pad(m)}:${pad(s)}` : `${m}:${pad(s)}`;
}

/** `since 12 s, resumes by itself until 14:05` */
export function cutOffWords(cutOff: { since: string; until: string }, nowMs: number): string {
  const since = wholeWords((nowMs - Date.parse(cutOff.since)) / 1000);
  const until = new Date(cutOff.until).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  return `since ${since}, resumes by itself until ${until}`;
}

function wholeWords(seconds: number): string {
  return seconds < 99 ? `${Math.max(0, Math.floor(seconds))} s` : formatDuration(seconds);
}

/** A robot's clock that lies further off than this is worth a word: people compare its times with the wall clock. */
const OFFSET_MS = 1_000;
const SKEW_PPM = 200;

/** What is odd about the robot's clock, a line each. Nothing is repaired: the times are kept as sent. */
export function clockWarnings(clock: LiveClock | null): string[] {
  if (clock === null) return [];
  const words: string[] = [];
  const jump = clock.jumps.at(-1);
  if (jump !== undefined) {
    const size = wholeOrExact(Math.abs(jump.by));
    const times = clock.jumpsTotal > 1 ? `, ${clock.jumpsTotal} jumps in all` : "";
    words.push(`The robot's clock jumped ${size} ${jump.by > 0 ? "ahead" : "back"}${times}`);
  }
  if (clock.oddTimes > 0) {
    const noun = clock.oddTimes === 1 ? "message" : "messages";
    words.push(`${clock.oddTimes.toLocaleString("en")} ${noun} with no usable time`);
  }
  if (clock.skewPpm !== null && Math.abs(clock.skewPpm) > SKEW_PPM) {
    words.push(
      `The robot's clock runs ${Math.round(Math.abs(clock.skewPpm))} ppm too ${clock.skewPpm > 0 ? "fast" : "slow"}`,
    );
  }
  if (clock.offsetMs !== null && Math.abs(clock.offsetMs) > OFFSET_MS) {
    const size = wholeOrExact(Math.abs(clock.offsetMs) / 1000);
    words.push(`The robot's times lie ${size} ${clock.offsetMs > 0 ? "behind" : "ahead of"} the server's`);
  }
  return words;
}

function wholeOrExact(seconds: number): string {
  return seconds < 100 ? `${Number(seconds.toPrecision(2))} s` : formatDuration(seconds);
}

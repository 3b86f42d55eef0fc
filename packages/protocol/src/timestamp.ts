/** 100 years in seconds: beyond it a time counts from some epoch in other units, not from the session's start. */
const PLAUSIBLE_SECONDS_MAX = 100 * 366 * 86_400;

export type TimestampFlag = "not_finite" | "negative" | "out_of_range";

/**
 * What is odd about a message's time. Odd times are stored as sent beside the server's own: this only says that a person should
 * be told, and that the time cannot place the message on an axis (`not_finite`).
 */
export function timestampFlag(seconds: number): TimestampFlag | null {
  if (!Number.isFinite(seconds)) return "not_finite";
  if (Math.abs(seconds) > PLAUSIBLE_SECONDS_MAX) return "out_of_range";
  return seconds < 0 ? "negative" : null;
}

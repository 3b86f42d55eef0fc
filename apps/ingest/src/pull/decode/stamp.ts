import { isRecord } from "@retake/protocol/json";

const NS_PER_S = 1_000_000_000n;

/** Keys that say when and in which frame of reference, not what was measured. */
export const HEADER_KEYS: ReadonlySet<string> = new Set(["header", "timestamp", "frame_id"]);

/** The time of a message by its `header.stamp` (ROS) or `timestamp` (Foxglove), nanoseconds; null: none, or 0. */
export function stampOf(message: Record<string, unknown>): bigint | null {
  const header = message["header"];
  return readStamp(isRecord(header) ? header["stamp"] : undefined) ?? readStamp(message["timestamp"]);
}

/** True for what {@link stampOf} reads: such a value is a time and nothing to plot. */
export function isStamp(value: unknown): boolean {
  return isRecord(value) && seconds(value) !== null && fraction(value) !== null;
}

function readStamp(value: unknown): bigint | null {
  if (!isRecord(value)) return null;
  const whole = seconds(value);
  const part = fraction(value);
  if (whole === null || part === null) return null;
  const ns = whole * NS_PER_S + part;
  return ns === 0n ? null : ns;
}

function seconds(value: Record<string, unknown>): bigint | null {
  return integer(value["sec"] ?? value["seconds"]);
}

function fraction(value: Record<string, unknown>): bigint | null {
  return integer(value["nanosec"] ?? value["nsec"] ?? value["nanos"]);
}

function integer(value: unknown): bigint | null {
  if (typeof value === "bigint") return value;
  return typeof value === "number" && Number.isSafeInteger(value) ? BigInt(value) : null;
}

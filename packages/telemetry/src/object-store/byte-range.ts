import { AppError } from "@retake/core/errors";
import type { ByteRange } from "./object-store.ts";

/**
 * The bytes `[start, end)` of an object of `bytes` bytes that a range asks for.
 * @throws AppError `range_not_satisfiable` when that is nothing (as in RFC 9110 §14.1.2), `bad_request` for numbers that are no range
 */
export function resolveRange(range: ByteRange | undefined, bytes: number): { start: number; end: number } {
  if (range === undefined) return { start: 0, end: bytes };
  const numbers = "suffix" in range ? [range.suffix] : [range.start, range.end ?? range.start];
  if (!numbers.every((n) => Number.isSafeInteger(n) && n >= 0)) {
    throw new AppError("bad_request", "A byte range needs whole numbers that are not negative.");
  }
  const { start, end } =
    "suffix" in range
      ? { start: Math.max(0, bytes - range.suffix), end: bytes }
      : { start: range.start, end: Math.min(range.end ?? bytes, bytes) };
  if (start >= end) {
    throw new AppError(
      "range_not_satisfiable",
      `There is nothing in this range: the object has ${bytes} bytes.`,
    );
  }
  return { start, end };
}

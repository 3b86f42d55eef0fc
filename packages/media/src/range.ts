/** What a `Range` header asks of a body of known size. `end` is inclusive, as in `Content-Range`. */
export type ByteRange =
  | { kind: "whole" }
  | { kind: "part"; start: number; end: number }
  | { kind: "unsatisfiable" };

const WHOLE: ByteRange = { kind: "whole" };
const UNSATISFIABLE: ByteRange = { kind: "unsatisfiable" };
/** No browser asks for more than one range of a video; longer headers are abuse. */
const HEADER_LENGTH_MAX = 256;

/**
 * Reads a `Range` header by RFC 9110 section 14.2.
 * A malformed header or a unit other than bytes is ignored (answer 200 with everything). Several ranges are ignored too, which 14.2 allows,
 * so that no multipart body is ever made. `unsatisfiable` means 416 with `Content-Range: bytes *\/<size>`.
 * @param size bytes of the whole body, a safe integer ≥ 0
 */
export function parseRange(header: string | null | undefined, size: number): ByteRange {
  if (header === null || header === undefined || header.length > HEADER_LENGTH_MAX) return WHOLE;
  const match = /^[ \t]*bytes[ \t]*=[ \t]*(\d*)-(\d*)[ \t]*$/i.exec(header);
  if (match === null) return WHOLE;
  const [, first = "", last = ""] = match;
  if (first === "") return last === "" ? WHOLE : suffixRange(Number(last), size);
  const start = Number(first);
  const end = last === "" ? Infinity : Number(last);
  if (end < start) return WHOLE;
  if (start >= size) return UNSATISFIABLE;
  return { kind: "part", start, end: Math.min(end, size - 1) };
}

/** The last `length` bytes. An empty body has no last byte that `Content-Range` could name, so it is answered whole. */
function suffixRange(length: number, size: number): ByteRange {
  if (length === 0) return UNSATISFIABLE;
  if (size === 0) return WHOLE;
  return { kind: "part", start: Math.max(0, size - length), end: size - 1 };
}

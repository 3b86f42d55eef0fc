import type { OpenSegment } from "./open-segment.ts";

/** Bytes `[from, to)` that a query needs, in positions of the head. */
export interface Span {
  from: number;
  to: number;
}

/** Reading over a gap this small is cheaper than another pread. */
const GAP_BYTES_MAX = 4096;

/** Fetched bytes, by position. */
export interface Blocks {
  /** A view on `[from, to)`, which must lie in one of the spans that were asked for. */
  view(from: number, to: number): Uint8Array;
}

/** Fetches all spans with as few preads as their gaps allow. */
export async function readBlocks(segment: OpenSegment, spans: readonly Span[]): Promise<Blocks> {
  const blocks: { from: number; to: number; bytes: Uint8Array }[] = [];
  for (const { from, to } of spanOfAll(spans) ?? joinSpans(spans)) {
    const answer = segment.read(from, to);
    blocks.push({ from, to, bytes: answer instanceof Uint8Array ? answer : await answer });
  }
  return {
    view(from, to) {
      for (const block of blocks) {
        // Not a Buffer's `subarray`, which takes longer.
        if (from >= block.from && to <= block.to)
          return new Uint8Array(block.bytes.buffer, block.bytes.byteOffset + from - block.from, to - from);
      }
      return new Uint8Array(0);
    },
  };
}

/** One span, when all gaps together are small: as of a short episode that is read whole. Null: there may be several. */
function spanOfAll(spans: readonly Span[]): Span[] | null {
  let first = Infinity;
  let last = 0;
  let bytes = 0;
  for (const { from, to } of spans) {
    if (to <= from) continue;
    first = Math.min(first, from);
    last = Math.max(last, to);
    bytes += to - from;
  }
  return bytes > 0 && last - first - bytes <= GAP_BYTES_MAX
    ? [{ from: first - (first % 8), to: last }]
    : null;
}

function joinSpans(spans: readonly Span[]): Span[] {
  const joined: Span[] = [];
  const sorted = spans.filter((span) => span.to > span.from).sort((a, b) => a.from - b.from);
  let last: Span | undefined;
  for (const span of sorted) {
    const from = span.from - (span.from % 8);
    if (last !== undefined && from - last.to <= GAP_BYTES_MAX) last.to = Math.max(last.to, span.to);
    else joined.push((last = { from, to: span.to }));
  }
  return joined;
}

import type { OpenSegment } from "./open-segment.ts";

/** Bytes `[from, to)` that a query needs, in positions of the head. */
export interface Span {
  from: number;
  to: number;
}

/** Reading over a gap this small is cheaper than another pread. */
const GAP_BYTES_MAX = 4096;

/** Where bytes lie, for a typed array to be laid over them: a view of bytes in between would cost as much as that. */
export interface BytePlace {
  buffer: ArrayBufferLike;
  byteOffset: number;
  byteLength: number;
}

/** Fetched bytes, by position. */
export class Blocks {
  readonly #blocks: readonly { from: number; to: number; bytes: Uint8Array }[];

  constructor(blocks: readonly { from: number; to: number; bytes: Uint8Array }[]) {
    this.#blocks = blocks;
  }

  /** Where `[from, to)` lies, which must be in one of the spans that were asked for. */
  place(from: number, to: number): BytePlace {
    for (const { from: start, to: end, bytes } of this.#blocks) {
      if (from >= start && to <= end)
        return { buffer: bytes.buffer, byteOffset: bytes.byteOffset + from - start, byteLength: to - from };
    }
    return { buffer: new ArrayBuffer(0), byteOffset: 0, byteLength: 0 };
  }
}

/** Fetches all spans with as few preads as their gaps allow; at once where they are in memory or small. */
export function readBlocks(segment: OpenSegment, spans: readonly Span[]): Blocks | Promise<Blocks> {
  const joined = spanOfAll(spans) ?? joinSpans(spans);
  const [only] = joined;
  if (only !== undefined && joined.length === 1) {
    const bytes = segment.read(only.from, only.to);
    if (bytes instanceof Uint8Array) return new Blocks([{ ...only, bytes }]);
    return bytes.then((answer) => new Blocks([{ ...only, bytes: answer }]));
  }
  return readSpans(segment, joined);
}

async function readSpans(segment: OpenSegment, spans: readonly Span[]): Promise<Blocks> {
  const blocks: { from: number; to: number; bytes: Uint8Array }[] = [];
  for (const { from, to } of spans) blocks.push({ from, to, bytes: await segment.read(from, to) });
  return new Blocks(blocks);
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

import type { RowPage } from "./reader.ts";
import { giveKernel, lendKernel, rowKernel, type RowKernel } from "./text/row-kernel.ts";
import { nextSlice, writeSlice, type RowSlice, type RowSlices, type SliceEdges } from "./text/row-slices.ts";
import { TextWriter } from "./text/text-writer.ts";
import { hasTexts, topicRows, type ImagePath } from "./text/topic-rows.ts";

export { dataTypeOf } from "./data-type.ts";

export interface JsonRowOptions {
  sessionId: string;
  /** Address of a picture, or null; asked for every row of an image topic. */
  imagePath?: ImagePath;
}

export interface JsonRowsOptions extends JsonRowOptions {
  /** What stands around the rows, instead of brackets; not empty. */
  before?: string;
  after?: string;
  /** Whether the text may lie in memory that few can have at once: for who is sure to release it soon. */
  lend?: boolean;
}

/** A text in memory that is used again after its release; not to call it is no fault, but for what is lent. */
export interface JsonText {
  bytes: Uint8Array;
  /** Once nobody looks at the bytes any more. */
  release: () => void;
}

/**
 * The text of `[{"session_id","timestamp","topic","data_type","data","image_path","frame_index"}]`, straight from typed arrays.
 * `data` is a flat array (one number for scalars, one string for texts) and null for pictures; NaN and infinities are null,
 * int64 beyond 2^53 are strings, a negative frame number is null.
 */
export function jsonRows(
  page: RowPage,
  { sessionId, imagePath, before = "[", after = "]", lend = false }: JsonRowsOptions,
): JsonText {
  const topics = page.topics.map((columns) => topicRows(columns, imagePath));
  const rows: RowSlices = {
    topics,
    order: page.order,
    opening: `,{"session_id":${JSON.stringify(sessionId)},"timestamp":`,
    texts: topics.some(hasTexts) ? new TextWriter() : null,
  };
  const first = nextSlice(rows, 0);
  const isWhole = first.count === page.order.length && first.count > 0;
  const kernel = lend && isWhole ? lendKernel() : undefined;
  const edges = { before, after };
  const text = kernel === undefined ? gather(rows, first, edges) : lent(kernel, rows, first, edges);
  rows.texts?.release();
  return text;
}

/** One slice, where the kernel wrote it. */
function lent(kernel: RowKernel, rows: RowSlices, slice: RowSlice, edges: SliceEdges): JsonText {
  let mine: RowKernel | undefined = kernel;
  return {
    bytes: writeSlice(kernel, rows, slice, edges),
    release() {
      if (mine !== undefined) giveKernel(mine);
      mine = undefined;
    },
  };
}

/** Slice after slice, copied out of the kernel. */
function gather(
  rows: RowSlices,
  first: RowSlice,
  { before, after }: { before: string; after: string },
): JsonText {
  const rowsOfAll = rows.order.length;
  const writer = new TextWriter(256 + 256 * rowsOfAll + 3 * (before.length + after.length));
  if (rowsOfAll === 0) writer.text(before + after);
  for (let slice = first; slice.from < rowsOfAll;) {
    const end = slice.from + slice.count;
    const edges = { before: slice.from === 0 ? before : null, after: end < rowsOfAll ? "" : after };
    writer.bytes(writeSlice(rowKernel(), rows, slice, edges));
    if (end === rowsOfAll) break;
    slice = nextSlice(rows, end);
  }
  return { bytes: writer.finish(), release: () => writer.release() };
}

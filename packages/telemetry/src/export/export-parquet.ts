import { segmentChunks } from "../segment/segment-chunks.ts";
import type { TopicColumns } from "../types.ts";
import { coalesce } from "../writer/coalesce.ts";

/**
 * Rows as a standard Parquet file, of the same columns as a segment: `topic, t, frame, off, len, v` and, where needed, `v64, vi, vb, vs`.
 * A whole episode that is one segment is such a file already: stream that.
 */
export async function* exportParquet(topics: readonly TopicColumns[]): AsyncGenerator<Uint8Array> {
  yield* coalesce(segmentChunks(topics));
}

import { encodeJsonRows, type JsonRowOptions } from "../json-rows.ts";
import type { TelemetryReader, TopicWindow } from "../reader.ts";
import type { SegmentRef } from "../types.ts";
import { exportPages } from "./export-pages.ts";

/** All rows of a window as one JSON array, in pieces: the rows of {@link encodeJsonRows}. */
export async function* exportJson(
  reader: TelemetryReader,
  segments: readonly SegmentRef[],
  options: JsonRowOptions & TopicWindow,
): AsyncGenerator<Uint8Array> {
  let separator = "[";
  for await (const page of exportPages(reader, segments, options)) {
    if (page.row.length === 0) continue;
    yield Buffer.from(separator);
    yield encodeJsonRows(page, options).subarray(1, -1);
    separator = ",\n";
  }
  yield Buffer.from(separator === "[" ? "[]\n" : "]\n");
}

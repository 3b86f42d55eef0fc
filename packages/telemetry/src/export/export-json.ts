import { jsonRowsWriter, writeJsonRowList, type JsonRowOptions, type TextWriter } from "../json-rows.ts";
import type { TelemetryReader, TopicWindow } from "../reader.ts";
import type { SegmentRef } from "../types.ts";
import { exportPages } from "./export-pages.ts";

export interface JsonExportOptions extends JsonRowOptions, TopicWindow {
  /** What stands before and after the array of rows. */
  before?: string;
  after?: string;
}

/** A page's text; most episodes are one, and then the first is the last. */
export interface JsonPiece {
  text: TextWriter;
  last: boolean;
}

/** All rows of a window as one JSON array, in pieces of a page: the rows of {@link writeJsonRows}. */
export async function* exportJson(
  reader: TelemetryReader,
  segments: readonly SegmentRef[],
  { before = "", after = "", ...options }: JsonExportOptions,
): AsyncGenerator<JsonPiece> {
  let separator = `${before}[`;
  for await (const page of exportPages(reader, segments, options)) {
    const last = page.nextTime === null;
    if (page.order.length === 0 && !last) continue;
    const text = jsonRowsWriter(page, 3 * (separator.length + after.length));
    text.text(page.order.length === 0 && separator === ",\n" ? "" : separator);
    writeJsonRowList(text, page, options);
    if (last) text.text(`]\n${after}`);
    yield { text, last };
    separator = ",\n";
  }
}

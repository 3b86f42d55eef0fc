import { jsonRows, type JsonRowOptions, type JsonText } from "../json-rows.ts";
import type { TelemetryReader, TopicWindow } from "../reader.ts";
import type { SegmentRef } from "../types.ts";
import { exportPages } from "./export-pages.ts";

export interface JsonExportOptions extends JsonRowOptions, TopicWindow {
  /** What stands before and after the array of rows. */
  before?: string;
  after?: string;
}

/** A page's text. Most episodes are one, and then the first is the last, and lent: it has to be released. */
export interface JsonPiece extends JsonText {
  last: boolean;
}

/** All rows of a window as one JSON array, in pieces of a page: the rows of {@link jsonRows}. */
export async function* exportJson(
  reader: TelemetryReader,
  segments: readonly SegmentRef[],
  { before = "", after = "", ...options }: JsonExportOptions,
): AsyncGenerator<JsonPiece> {
  const opening = `${before}[`;
  let separator = opening;
  for await (const page of exportPages(reader, segments, options)) {
    const last = page.nextTime === null;
    const isEmpty = page.order.length === 0;
    if (isEmpty && !last) continue;
    const edges = {
      before: isEmpty && separator !== opening ? "" : separator,
      after: last ? `]\n${after}` : "",
    };
    yield { ...jsonRows(page, { ...options, ...edges, lend: last && separator === opening }), last };
    separator = ",\n";
  }
}

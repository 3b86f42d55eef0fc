import type { RowPage, TelemetryReader, TopicWindow } from "../reader.ts";
import { TextWriter } from "../text/text-writer.ts";
import type { SegmentRef, TopicColumns } from "../types.ts";
import { csvColumns, type CsvColumns } from "./csv-columns.ts";
import { csvText } from "./csv-text.ts";
import { exportPages } from "./export-pages.ts";

export interface CsvOptions extends TopicWindow {
  /** Names of a topic's dimensions, by topic; numbers stand in for missing ones. */
  names?: Readonly<Record<string, readonly string[]>>;
}

const COMMA = 44;
const LINE_END = 10;

/**
 * A wide table, as people load it into pandas or a spreadsheet: one line per frame (that is, per timestamp), one column per
 * dimension of each signal and text. A cell is empty where a topic has no sample at that time; NaN, inf and -inf are written so.
 */
export async function* exportCsv(
  reader: TelemetryReader,
  segments: readonly SegmentRef[],
  { names = {}, ...window }: CsvOptions = {},
): AsyncGenerator<Uint8Array> {
  const wanted = window.topics;
  const described = await reader.topics(segments);
  const tabled = described.filter(({ name, type }) => type !== "image" && (wanted?.includes(name) ?? true));
  const { header, columns } = csvColumns(tabled, names);
  yield Buffer.from(`${header.join(",")}\n`);
  const topics = columns.map((column) => column.topic);
  for await (const page of exportPages(reader, segments, { ...window, topics })) {
    const writer = new TextWriter();
    writePage(writer, page, columns, header.length);
    yield writer.finish();
  }
}

/** A page never splits a timestamp, so lines are whole. */
function writePage(writer: TextWriter, page: RowPage, columns: readonly CsvColumns[], width: number): void {
  const places = page.topics.map(({ name }) => columns.find((column) => column.topic === name));
  let line: { topic: TopicColumns; row: number; first: number }[] = [];
  let time = NaN;
  const finish = (): void => {
    writeLine(writer, line, width);
    line = [];
  };
  const next = page.topics.map(() => 0);
  for (const which of page.order) {
    const row = next[which] ?? 0;
    next[which] = row + 1;
    const topic = page.topics[which];
    const place = places[which];
    if (topic === undefined || place === undefined) continue;
    const t = topic.t[row] ?? NaN;
    // Two samples of one topic at one time stand on two lines.
    if (t !== time || line.some((cell) => cell.topic === topic)) finish();
    time = t;
    line.push({ topic, row, first: place.first });
  }
  finish();
}

function writeLine(
  writer: TextWriter,
  cells: { topic: TopicColumns; row: number; first: number }[],
  width: number,
): void {
  const [cell] = cells;
  if (cell === undefined) return;
  writer.float64(cell.topic.t, cell.row);
  writer.byte(COMMA);
  const frame = cell.topic.frame[cell.row] ?? -1;
  if (frame >= 0) writer.integer(frame);
  let column = 1;
  for (const { topic, row, first } of cells.sort((a, b) => a.first - b.first)) {
    for (let d = 0; d < topic.dims; d++) {
      for (; column < first + d; column++) writer.byte(COMMA);
      writeCell(writer, topic, row * topic.dims + d);
    }
  }
  for (; column < width - 1; column++) writer.byte(COMMA);
  writer.byte(LINE_END);
}

function writeCell(writer: TextWriter, { values }: TopicColumns, i: number): void {
  const value = values[i] ?? NaN;
  if (typeof value === "string") writer.text(csvText(value));
  else if (typeof value === "bigint") writer.text(String(value));
  else if (values instanceof Uint8Array) writer.text(value === 0 ? "false" : "true");
  else if (Number.isNaN(value)) writer.text("NaN");
  else if (!Number.isFinite(value)) writer.text(value > 0 ? "inf" : "-inf");
  else if (values instanceof Float32Array) writer.float32(value);
  else if (values instanceof Float64Array) writer.float64(values, i);
}

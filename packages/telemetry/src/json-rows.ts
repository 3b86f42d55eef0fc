import type { RowPage } from "./reader.ts";
import { TextWriter } from "./text/text-writer.ts";
import { jsonValuesWriter } from "./text/write-json-values.ts";
import type { TopicColumns } from "./types.ts";
import { dataTypeOf } from "./data-type.ts";

export { dataTypeOf } from "./data-type.ts";
export { TextWriter } from "./text/text-writer.ts";

export interface JsonRowOptions {
  sessionId: string;
  /** Address of a picture, or null; asked for every row of an image topic. */
  imagePath?: (topic: string, time: number, frame: number) => string | null;
}

const OPEN = 91;
const CLOSE = 93;
const NULL = Buffer.from("null");
const IMAGE_PATH = Buffer.from(',"image_path":');
const FRAME_INDEX = Buffer.from(',"frame_index":');
const NO_IMAGE_FRAME_INDEX = Buffer.from(',"image_path":null,"frame_index":');
const ROW_END = Buffer.from("}");

/**
 * The text of `[{"session_id","timestamp","topic","data_type","data","image_path","frame_index"}]`, straight from typed arrays.
 * `data` is a flat array (one number for scalars, one string for texts) and null for pictures; NaN and infinities are null,
 * int64 beyond 2^53 are strings, a negative frame number is null.
 */
export function writeJsonRows(writer: TextWriter, page: RowPage, options: JsonRowOptions): void {
  writer.byte(OPEN);
  writeJsonRowList(writer, page, options);
  writer.byte(CLOSE);
}

/** The same without the brackets: for lists made of several pages. */
export function writeJsonRowList(writer: TextWriter, page: RowPage, options: JsonRowOptions): void {
  const { topics, topic, row } = page;
  const opening = `{"session_id":${JSON.stringify(options.sessionId)},"timestamp":`;
  const next = Buffer.from(`},${opening}`);
  const texts = topics.map((columns) => topicText(columns, options));
  // Few, long pieces: each costs a call of about 50 ns, whatever its length. All topics of a frame mostly share its number and its
  // time, and so all that stands between the values of two rows, but for the topic.
  const seam = { frame: -1, time: NaN, from: 0, to: 0 };
  let before: TopicText | undefined;
  let rowBefore = 0;
  for (let k = 0; k < row.length; k++) {
    const text = texts[topic[k] ?? 0];
    const at = row[k] ?? 0;
    if (text === undefined) continue;
    const time = text.t[at] ?? 0;
    if (before === undefined) {
      writer.text(opening);
      writer.time(time);
    } else if (time === seam.time && before.frame[rowBefore] === seam.frame && before.picture === null) {
      writer.repeat(seam.from, seam.to);
    } else {
      seam.from = writer.length;
      endRow(writer, before, rowBefore);
      writer.bytes(next);
      writer.time(time);
      seam.to = writer.length;
      seam.time = before.picture === null ? time : NaN;
      seam.frame = before.frame[rowBefore] ?? -1;
    }
    writer.bytes(text.lead);
    text.data(writer, at);
    before = text;
    rowBefore = at;
  }
  if (before === undefined) return;
  endRow(writer, before, rowBefore);
  writer.bytes(ROW_END);
}

/** A writer with room for the rows of a page, and for `more` bytes around them. */
export function jsonRowsWriter(page: RowPage, more = 0): TextWriter {
  return new TextWriter(256 + 256 * page.row.length + more);
}

/** The text of {@link writeJsonRows} alone, in memory of its own. */
export function encodeJsonRows(page: RowPage, options: JsonRowOptions): Uint8Array {
  const writer = jsonRowsWriter(page);
  writeJsonRows(writer, page, options);
  return writer.finish();
}

/** What the rows of one topic are made of. */
interface TopicText {
  t: Float64Array;
  frame: Int32Array;
  /** From the timestamp to the values. */
  lead: Buffer;
  data(writer: TextWriter, row: number): void;
  /** Address of a row's picture; null for topics that have none. */
  picture: ((row: number) => string | null) | null;
}

function topicText(columns: TopicColumns, { imagePath }: JsonRowOptions): TopicText {
  const { name, type, t, frame } = columns;
  const lead = Buffer.from(`,"topic":${JSON.stringify(name)},"data_type":"${dataTypeOf(type)}","data":`);
  const data =
    type === "image" ? (writer: TextWriter): void => writer.bytes(NULL) : jsonValuesWriter(columns);
  const picture =
    type === "image" && imagePath !== undefined
      ? (row: number): string | null => imagePath(name, t[row] ?? 0, frame[row] ?? -1)
      : null;
  return { t, frame, lead, data, picture };
}

/** What follows a row's values, up to its closing brace. */
function endRow(writer: TextWriter, { frame, picture }: TopicText, row: number): void {
  if (picture === null) writer.bytes(NO_IMAGE_FRAME_INDEX);
  else {
    const path = picture(row);
    writer.bytes(IMAGE_PATH);
    writer.text(path === null ? "null" : JSON.stringify(path));
    writer.bytes(FRAME_INDEX);
  }
  const index = frame[row] ?? -1;
  if (index < 0) writer.bytes(NULL);
  else writer.integer(index);
}

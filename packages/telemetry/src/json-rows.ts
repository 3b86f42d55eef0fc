import type { RowPage } from "./reader.ts";
import { PUT_BYTES_MAX, putByte, putBytes, putInteger, putNull, putTime } from "./text/put-number.ts";
import { TextWriter } from "./text/text-writer.ts";
import { jsonValuesBytesMax, putJsonValues } from "./text/put-json-values.ts";
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
const ROW_END = 125;
const FRAME_INDEX = Buffer.from(',"frame_index":');
const NO_IMAGE_FRAME_INDEX = Buffer.from(`,"image_path":null${FRAME_INDEX.toString()}`);
const FRAME_BYTES_MAX = NO_IMAGE_FRAME_INDEX.length + PUT_BYTES_MAX;

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
  const opening = Buffer.from(`{"session_id":${JSON.stringify(options.sessionId)},"timestamp":`);
  const next = Buffer.from(`},${opening.toString()}`);
  const texts = topics.map((columns) => topicText(columns, options));
  const besideValues = next.length + 2 * PUT_BYTES_MAX + FRAME_BYTES_MAX;
  // Few, long pieces: each costs a call of about 20 ns, whatever its length. All topics of a frame mostly share its number and its
  // time, and so all that stands between the values of two rows, but for the topic.
  const seam = { frame: -1, time: NaN, from: 0, to: 0 };
  let before: TopicText | undefined;
  let rowBefore = 0;
  for (let k = 0; k < row.length; k++) {
    const text = texts[topic[k] ?? 0];
    const at = row[k] ?? 0;
    if (text === undefined) continue;
    if (before?.picture != null) writePicture(writer, before.picture(rowBefore));
    writer.room(besideValues + text.lead.length + (text.bytesMax ?? jsonValuesBytesMax(text.columns, at)));
    const out = writer.buffer;
    let to = writer.length;
    const time = text.t[at] ?? 0;
    const frame = before === undefined ? -1 : (before.frame[rowBefore] ?? -1);
    if (before === undefined) {
      to = putTime(out, putBytes(out, to, opening), text.t, at);
    } else if (time === seam.time && frame === seam.frame && before.picture === null) {
      out.copyWithin(to, seam.from, seam.to);
      to += seam.to - seam.from;
    } else {
      seam.from = to;
      to = putTime(out, putBytes(out, endRow(out, to, before, frame), next), text.t, at);
      seam.to = to;
      seam.time = before.picture === null ? time : NaN;
      seam.frame = frame;
    }
    if (text.flags !== null)
      writer.endAt(putBytes(out, to, text.flags[text.columns.values[at] === 0 ? 0 : 1]));
    else writer.endAt(putJsonValues(out, putBytes(out, to, text.lead), text.columns, at));
    before = text;
    rowBefore = at;
  }
  if (before === undefined) return;
  if (before.picture !== null) writePicture(writer, before.picture(rowBefore));
  writer.room(FRAME_BYTES_MAX + 1);
  const end = endRow(writer.buffer, writer.length, before, before.frame[rowBefore] ?? -1);
  writer.endAt(putByte(writer.buffer, end, ROW_END));
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
  columns: TopicColumns;
  /** Room for the values of any row; null where rows differ. */
  bytesMax: number | null;
  /** `lead` and the values, where they can only be these two: false and true. */
  flags: [Buffer, Buffer] | null;
  /** Address of a row's picture; null for topics that have none. */
  picture: ((row: number) => string | null) | null;
}

function topicText(columns: TopicColumns, { imagePath }: JsonRowOptions): TopicText {
  const { name, type, dims, t, frame } = columns;
  const lead = `,"topic":${JSON.stringify(name)},"data_type":"${dataTypeOf(type)}","data":`;
  const picture =
    type === "image" && imagePath !== undefined
      ? (row: number): string | null => imagePath(name, t[row] ?? 0, frame[row] ?? -1)
      : null;
  const bytesMax = type === "string" ? null : jsonValuesBytesMax(columns, 0);
  const flags: TopicText["flags"] =
    type === "bool" && dims === 1 ? [Buffer.from(`${lead}[false]`), Buffer.from(`${lead}[true]`)] : null;
  return { t, frame, lead: Buffer.from(lead), columns, bytesMax, flags, picture };
}

function writePicture(writer: TextWriter, path: string | null): void {
  writer.text(path === null ? ',"image_path":null' : `,"image_path":${JSON.stringify(path)}`);
}

/** What follows a row's values and the address of its picture, up to its closing brace. */
function endRow(out: Buffer, at: number, { picture }: TopicText, frame: number): number {
  const to = putBytes(out, at, picture === null ? NO_IMAGE_FRAME_INDEX : FRAME_INDEX);
  return frame < 0 ? putNull(out, to) : putInteger(out, to, frame);
}

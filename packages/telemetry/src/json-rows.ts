import type { RowPage } from "./reader.ts";
import { TextWriter } from "./text/text-writer.ts";
import { writeJsonValues } from "./text/write-json-values.ts";
import type { TopicColumns } from "./types.ts";
import { dataTypeOf } from "./data-type.ts";

export { dataTypeOf } from "./data-type.ts";

export interface JsonRowOptions {
  sessionId: string;
  /** Address of a picture, or null; asked for every row of an image topic. */
  imagePath?: (topic: string, time: number, frame: number) => string | null;
}

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
export function encodeJsonRows(page: RowPage, options: JsonRowOptions): Uint8Array {
  const { topics, topic, row } = page;
  const writer = new TextWriter(256 + 256 * row.length);
  const opening = `{"session_id":${JSON.stringify(options.sessionId)},"timestamp":`;
  const between = Buffer.from(`},${opening}`);
  const writers = topics.map((columns) => rowWriter(columns, options));
  let time = NaN;
  let timeFrom = 0;
  let timeTo = 0;
  writer.text(row.length > 0 ? `[${opening}` : "[");
  for (let k = 0; k < row.length; k++) {
    const which = topic[k] ?? 0;
    const at = row[k] ?? 0;
    const t = topics[which]?.t[at] ?? 0;
    // Few, long pieces: each costs a call of about 50 ns, whatever its length.
    if (k > 0) writer.bytes(between);
    // All topics of a frame mostly share its time.
    if (t === time) writer.repeat(timeFrom, timeTo);
    else {
      time = t;
      timeFrom = writer.length;
      writer.float64(t);
      timeTo = writer.length;
    }
    writers[which]?.(writer, at);
  }
  if (row.length > 0) writer.bytes(ROW_END);
  writer.byte(CLOSE);
  return writer.finish();
}

/** Writes what follows the timestamp of one row of a topic, up to its closing brace. */
function rowWriter(
  columns: TopicColumns,
  { imagePath }: JsonRowOptions,
): (writer: TextWriter, row: number) => void {
  const { name, type, t, frame } = columns;
  const lead = Buffer.from(`,"topic":${JSON.stringify(name)},"data_type":"${dataTypeOf(type)}","data":`);
  const writeFrame = (writer: TextWriter, row: number): void => {
    const index = frame[row] ?? -1;
    if (index < 0) writer.bytes(NULL);
    else writer.integer(index);
  };
  if (type !== "image" || imagePath === undefined) {
    const noData = Buffer.concat([lead, NULL, NO_IMAGE_FRAME_INDEX]);
    return (writer, row) => {
      if (type === "image") writer.bytes(noData);
      else {
        writer.bytes(lead);
        writeJsonValues(writer, columns, row);
        writer.bytes(NO_IMAGE_FRAME_INDEX);
      }
      writeFrame(writer, row);
    };
  }
  const leadToPath = Buffer.concat([lead, NULL, IMAGE_PATH]);
  return (writer, row) => {
    writer.bytes(leadToPath);
    const path = imagePath(name, t[row] ?? 0, frame[row] ?? -1);
    writer.text(path === null ? "null" : JSON.stringify(path));
    writer.bytes(FRAME_INDEX);
    writeFrame(writer, row);
  };
}

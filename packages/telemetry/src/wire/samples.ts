import type { SampleType, SampleValues, TopicColumns } from "../types.ts";
import { corrupt, isCount, isRecord, MessageReader, MessageWriter } from "./message.ts";

const SAMPLE_TYPES: readonly SampleType[] = ["float32", "float64", "int64", "bool", "string", "image"];

/** Topics as one binary message (see wire/message.ts). Strings travel as UTF-8 with an array of their ends. */
export function encodeSamples(topics: readonly TopicColumns[]): Uint8Array {
  const writer = new MessageWriter();
  const header = topics.map(({ name, type, shape, dims, t, frame, values, blob }) => ({
    name,
    type,
    shape,
    dims,
    rows: t.length,
    t: writer.place(t),
    frame: writer.place(frame),
    ...(Array.isArray(values) ? placeStrings(writer, values) : { values: writer.place(values) }),
    ...(blob && { blob: { offset: writer.place(blob.offset), length: writer.place(blob.length) } }),
  }));
  return writer.finish({ version: 1, kind: "samples", topics: header });
}

/**
 * The topics of a message of {@link encodeSamples}; numbers are views on the message.
 * @throws AppError `corrupt_data` when the message is cut off or contradicts itself
 */
export function decodeSamples(message: ArrayBuffer | Uint8Array): TopicColumns[] {
  const reader = new MessageReader(message);
  const { header } = reader;
  if (
    !isRecord(header) ||
    header["version"] !== 1 ||
    header["kind"] !== "samples" ||
    !Array.isArray(header["topics"])
  ) {
    throw corrupt("it holds no samples");
  }
  return header["topics"].map((topic: unknown) => decodeTopic(reader, topic));
}

function decodeTopic(reader: MessageReader, topic: unknown): TopicColumns {
  if (!isRecord(topic)) throw corrupt("a topic is not described");
  const { name, shape, dims, rows, blob } = topic;
  const type = SAMPLE_TYPES.find((known) => known === topic["type"]);
  if (typeof name !== "string" || type === undefined || !isCount(dims) || !isCount(rows)) {
    throw corrupt("a topic is not described");
  }
  if (!Array.isArray(shape) || !shape.every(isCount)) throw corrupt("a topic has no shape");
  const columns: TopicColumns = {
    name,
    type,
    shape,
    dims,
    t: reader.array(Float64Array, topic["t"], rows),
    frame: reader.array(Int32Array, topic["frame"], rows),
    values: decodeValues(reader, type, topic, rows * dims),
  };
  if (isRecord(blob)) {
    columns.blob = {
      offset: reader.array(Float64Array, blob["offset"], rows),
      length: reader.array(Int32Array, blob["length"], rows),
    };
  }
  return columns;
}

function decodeValues(
  reader: MessageReader,
  type: SampleType,
  topic: Record<string, unknown>,
  count: number,
): SampleValues {
  switch (type) {
    case "float32":
    case "image":
      return reader.array(Float32Array, topic["values"], count);
    case "float64":
      return reader.array(Float64Array, topic["values"], count);
    case "int64":
      return reader.array(BigInt64Array, topic["values"], count);
    case "bool":
      return reader.array(Uint8Array, topic["values"], count);
    case "string":
      return decodeStrings(reader, topic, count);
  }
}

function placeStrings(writer: MessageWriter, texts: readonly string[]): Record<string, unknown> {
  const encoder = new TextEncoder();
  const ends = new Uint32Array(texts.length);
  const parts: Uint8Array[] = [];
  let length = 0;
  let previous: string | null = null;
  let encoded = new Uint8Array(0);
  for (const [i, text] of texts.entries()) {
    // Texts mostly repeat from frame to frame.
    if (text !== previous) encoded = encoder.encode(text);
    previous = text;
    parts.push(encoded);
    length += encoded.byteLength;
    ends[i] = length;
  }
  const bytes = new Uint8Array(length);
  for (const [i, part] of parts.entries()) bytes.set(part, (ends[i] ?? 0) - part.byteLength);
  return { ends: writer.place(ends), utf8: writer.place(bytes), utf8Bytes: length };
}

function decodeStrings(reader: MessageReader, topic: Record<string, unknown>, count: number): string[] {
  const { utf8Bytes } = topic;
  if (!isCount(utf8Bytes)) throw corrupt("a text has no length");
  const ends = reader.array(Uint32Array, topic["ends"], count);
  const utf8 = reader.array(Uint8Array, topic["utf8"], utf8Bytes);
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  let start = 0;
  return Array.from(ends, (end) => {
    if (end < start || end > utf8Bytes) throw corrupt("a text lies outside of it");
    const text = decoder.decode(utf8.subarray(start, end));
    start = end;
    return text;
  });
}

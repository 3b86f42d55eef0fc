import { AppError } from "@retake/core/errors";
import type { SampleType } from "../types.ts";
import { ByteReader, malformed } from "./byte-reader.ts";
import { ByteWriter } from "./byte-writer.ts";
import { decodeValues, encodeValues } from "./sample-values.ts";
import type { LogSample, LogTopic, Mark, SampleBatch, SessionRecord } from "./session-record.ts";

/** Position + 1 is the byte on disk: append only. */
const KINDS = ["open", "samples", "mark", "close", "carry"] as const satisfies SessionRecord["kind"][];
/** Position is the byte on disk: append only. */
const TYPES: readonly SampleType[] = ["float32", "float64", "int64", "bool", "string", "image"];

/** What recovery needs of a record; samples are not decoded. */
export type RecordHead =
  | { kind: "open"; session: string; meta: string }
  | { kind: "samples"; session: string; firstSeq: number; count: number }
  | { kind: "mark"; session: string; number: number }
  | { kind: "close"; session: string; reason: string }
  | { kind: "carry"; session: string; meta: string; nextSeq: number; nextMark: number };

/**
 * A record as a log payload: kind, session, then the kind's own fields (little-endian; texts and bytes after a u32 length).
 * @throws AppError `bad_request` when values do not fit their topic, or numbers their fields
 */
export function encodeRecord(record: SessionRecord): Buffer {
  const writer = new ByteWriter();
  writer.u8(KINDS.indexOf(record.kind) + 1);
  writer.text(record.session);
  switch (record.kind) {
    case "open":
      writer.text(record.meta);
      break;
    case "carry":
      writer.text(record.meta);
      writer.f64(record.nextSeq);
      writer.u32(record.nextMark);
      break;
    case "close":
      writer.text(record.reason);
      break;
    case "mark":
      writer.u32(record.number);
      encodeMark(writer, record.mark);
      break;
    case "samples":
      encodeBatch(writer, record.batch);
  }
  return writer.finish();
}

/** @throws AppError `corrupt_data` */
export function decodeRecord(payload: Uint8Array): SessionRecord {
  const reader = new ByteReader(payload);
  const head = readHead(reader);
  let record: SessionRecord;
  if (head.kind === "samples")
    record = { kind: "samples", session: head.session, batch: readBatch(reader, head) };
  else if (head.kind === "mark") record = { ...head, mark: readMark(reader) };
  else record = head;
  reader.end();
  return record;
}

/** @throws AppError `corrupt_data` */
export function decodeHeadOf(payload: Uint8Array): RecordHead {
  return readHead(new ByteReader(payload));
}

function readHead(reader: ByteReader): RecordHead {
  const kind = KINDS[reader.u8() - 1];
  const session = reader.text();
  switch (kind) {
    case "open":
      return { kind, session, meta: reader.text() };
    case "carry":
      return { kind, session, meta: reader.text(), nextSeq: reader.f64(), nextMark: reader.u32() };
    case "close":
      return { kind, session, reason: reader.text() };
    case "mark":
      return { kind, session, number: reader.u32() };
    case "samples":
      return { kind, session, firstSeq: reader.f64(), count: reader.u32() };
    default:
      throw malformed("its kind is not known");
  }
}

function encodeMark(writer: ByteWriter, { t, serverTime, kind, text }: Mark): void {
  writer.f64(t);
  writer.f64(serverTime);
  writer.text(kind);
  writer.text(text);
}

function readMark(reader: ByteReader): Mark {
  return { t: reader.f64(), serverTime: reader.f64(), kind: reader.text(), text: reader.text() };
}

function encodeBatch(writer: ByteWriter, { firstSeq, topics, samples }: SampleBatch): void {
  writer.f64(firstSeq);
  writer.u32(samples.length);
  writer.u16(topics.length);
  for (const topic of topics) encodeTopic(writer, topic);
  for (const sample of samples) {
    const topic = topics[sample.topic];
    if (topic === undefined)
      throw new AppError("bad_request", "A sample names a topic that is not in its batch.");
    writer.u16(sample.topic);
    writer.f64(sample.t);
    writer.f64(sample.serverTime);
    writer.i32(sample.frame);
    writer.bytes(encodeValues(topic, sample.values));
  }
}

function encodeTopic(writer: ByteWriter, { name, type, shape }: LogTopic): void {
  writer.text(name);
  writer.u8(TYPES.indexOf(type));
  writer.u8(shape.length);
  for (const size of shape) writer.u32(size);
}

function readBatch(
  reader: ByteReader,
  { firstSeq, count }: { firstSeq: number; count: number },
): SampleBatch {
  const topics = Array.from({ length: reader.u16() }, () => readTopic(reader));
  const samples: LogSample[] = [];
  for (let i = 0; i < count; i++) samples.push(readSample(reader, topics));
  return { firstSeq, topics, samples };
}

function readTopic(reader: ByteReader): LogTopic {
  const name = reader.text();
  const type = TYPES[reader.u8()];
  if (type === undefined) throw malformed("a topic's type is not known");
  return { name, type, shape: Array.from({ length: reader.u8() }, () => reader.u32()) };
}

function readSample(reader: ByteReader, topics: readonly LogTopic[]): LogSample {
  const topic = reader.u16();
  const described = topics[topic];
  if (described === undefined) throw malformed("a sample names no topic");
  return {
    topic,
    t: reader.f64(),
    serverTime: reader.f64(),
    frame: reader.i32(),
    values: decodeValues(described, reader.bytes()),
  };
}

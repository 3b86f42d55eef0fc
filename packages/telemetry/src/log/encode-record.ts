import { AppError } from "@retake/core/errors";
import { ByteWriter, textBytes } from "./byte-writer.ts";
import type { LogPayload } from "./log-payload.ts";
import { ITEM_KINDS, RECORD_FORMAT, RECORD_KINDS, SAMPLE_TYPES } from "./record-format.ts";
import { putValues, valuesBytes } from "./sample-values.ts";
import { countItems } from "./session-counts.ts";
import type { ItemBatch, LogItem, LogTopic, MarkText, SessionRecord } from "./session-record.ts";

/**
 * Checks and measures a record now, so that its bytes are made only once, where they will be written from. It must not change until then.
 * @throws AppError `bad_request` when values do not fit their topic, or there are too many topics
 */
export function encodeRecord(record: SessionRecord): LogPayload {
  const bytes = 2 + textBytes(record.session) + bodyBytes(record);
  return {
    bytes,
    put(into, at) {
      const writer = new ByteWriter(into, at);
      writer.u8(RECORD_FORMAT);
      writer.u8(RECORD_KINDS.indexOf(record.kind) + 1);
      writer.text(record.session);
      putBody(writer, record);
      if (writer.at !== at + bytes) throw new Error("a record was changed while it waited to be written");
    },
  };
}

function bodyBytes(record: SessionRecord): number {
  switch (record.kind) {
    case "open":
    case "describe":
      return textBytes(record.meta);
    case "carry":
      return textBytes(record.meta) + 8 + 4 + 4 * 8;
    case "close":
      return textBytes(record.reason);
    case "mark":
      return 4 + 8 + markBytes(record.mark);
    case "items":
      return batchBytes(record.batch);
  }
}

function putBody(writer: ByteWriter, record: SessionRecord): void {
  switch (record.kind) {
    case "open":
    case "describe":
      return writer.text(record.meta);
    case "carry": {
      const { messages, frames, marks, refused } = record.counts;
      writer.text(record.meta);
      writer.f64(record.nextSeq);
      writer.u32(record.nextMark);
      for (const count of [messages, frames, marks, refused]) writer.f64(count);
      return;
    }
    case "close":
      return writer.text(record.reason);
    case "mark":
      writer.u32(record.number);
      writer.f64(record.mark.serverTime);
      return putMark(writer, record.mark);
    case "items":
      return putBatch(writer, record.batch);
  }
}

const markBytes = ({ kind, text }: MarkText): number => 8 + textBytes(kind) + textBytes(text);

function putMark(writer: ByteWriter, { t, kind, text }: MarkText): void {
  writer.f64(t);
  writer.text(kind);
  writer.text(text);
}

function batchBytes({ topics, items }: ItemBatch): number {
  if (topics.length > 0xffff) throw new AppError("bad_request", "A batch has at most 65,535 topics.");
  let bytes = 8 + 4 * 4 + 2;
  for (const topic of topics) bytes += topicBytes(topic);
  for (const item of items) bytes += itemBytes(item, topics);
  return bytes;
}

function topicBytes({ name, shape }: LogTopic): number {
  if (shape.length > 0xff || !shape.every((size) => size >>> 0 === size))
    throw new AppError("bad_request", `The shape of ${name} cannot be recorded.`);
  return textBytes(name) + 2 + 4 * shape.length;
}

function itemBytes(item: LogItem, topics: readonly LogTopic[]): number {
  switch (item.kind) {
    case "sample":
      if ((item.frame | 0) !== item.frame)
        throw new AppError("bad_request", "A sample's frame number is not a 32-bit whole number.");
      return 1 + 2 + 8 + 8 + 4 + 4 + valuesBytes(topicOf(item.topic, topics), item.values);
    case "mark":
      return 1 + 8 + markBytes(item.mark);
    case "refused":
      return 1 + textBytes(item.code);
  }
}

function topicOf(topic: number, topics: readonly LogTopic[]): LogTopic {
  const found = topics[topic];
  if (found === undefined)
    throw new AppError("bad_request", "A sample names a topic that is not in its batch.");
  return found;
}

function putBatch(writer: ByteWriter, { firstSeq, topics, items }: ItemBatch): void {
  const { frames, marks, refused } = countItems({ topics, items });
  writer.f64(firstSeq);
  for (const count of [items.length, frames, marks, refused]) writer.u32(count);
  writer.u16(topics.length);
  for (const topic of topics) putTopic(writer, topic);
  for (const item of items) putItem(writer, item);
}

function putTopic(writer: ByteWriter, { name, type, shape }: LogTopic): void {
  writer.text(name);
  writer.u8(SAMPLE_TYPES.indexOf(type));
  writer.u8(shape.length);
  for (const size of shape) writer.u32(size);
}

function putItem(writer: ByteWriter, item: LogItem): void {
  writer.u8(ITEM_KINDS.indexOf(item.kind) + 1);
  switch (item.kind) {
    case "sample":
      writer.u16(item.topic);
      writer.f64(item.t);
      writer.f64(item.serverTime);
      writer.i32(item.frame);
      return putValues(writer, item.values);
    case "mark":
      writer.f64(item.serverTime);
      return putMark(writer, item.mark);
    case "refused":
      return writer.text(item.code);
  }
}

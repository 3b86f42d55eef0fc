import { ByteReader, malformed } from "./byte-reader.ts";
import { ITEM_KINDS, RECORD_FORMAT, RECORD_KINDS, SAMPLE_TYPES } from "./record-format.ts";
import { laterFormat } from "./log-error.ts";
import { decodeValues } from "./sample-values.ts";
import type {
  CarryRecord,
  ItemBatch,
  LogItem,
  LogTopic,
  MarkText,
  SessionCounts,
  SessionRecord,
} from "./session-record.ts";

/** What recovery needs of a record; items are not decoded. */
export type RecordHead =
  | { kind: "open" | "describe"; session: string; meta: string }
  | { kind: "items"; session: string; firstSeq: number; count: number; counts: SessionCounts }
  | { kind: "mark"; session: string; number: number }
  | { kind: "close"; session: string; reason: string }
  | CarryRecord;

/** The values own their memory. @throws AppError `corrupt_data`; `conflict` when a later version wrote it */
export function decodeRecord(payload: Uint8Array): SessionRecord {
  const reader = new ByteReader(payload);
  const record = readBody(reader, readHead(reader));
  reader.end();
  return record;
}

/** @throws AppError `corrupt_data`; `conflict` when a later version wrote it */
export function decodeHeadOf(payload: Uint8Array): RecordHead {
  return readHead(new ByteReader(payload));
}

/** Leaves the reader at what follows the head. @throws AppError `corrupt_data`; `conflict` when a later version wrote it */
export function readHead(reader: ByteReader): RecordHead {
  if (reader.u8() !== RECORD_FORMAT) throw laterFormat("a record's format is not known");
  const kind = RECORD_KINDS[reader.u8() - 1];
  const session = reader.text();
  switch (kind) {
    case "open":
    case "describe":
      return { kind, session, meta: reader.text() };
    case "carry":
      return {
        kind,
        session,
        meta: reader.text(),
        nextSeq: reader.f64(),
        nextMark: reader.u32(),
        counts: { messages: reader.f64(), frames: reader.f64(), marks: reader.f64(), refused: reader.f64() },
      };
    case "close":
      return { kind, session, reason: reader.text() };
    case "mark":
      return { kind, session, number: reader.u32() };
    case "items": {
      const firstSeq = reader.f64();
      const count = reader.u32();
      const [frames, marks, refused] = [reader.u32(), reader.u32(), reader.u32()];
      const counts = { messages: count - marks - refused, frames, marks, refused };
      return { kind, session, firstSeq, count, counts };
    }
    default:
      throw laterFormat("a record's kind is not known");
  }
}

function readBody(reader: ByteReader, head: RecordHead): SessionRecord {
  switch (head.kind) {
    case "items":
      return { kind: "items", session: head.session, batch: readBatch(reader, head) };
    case "mark": {
      const serverTime = reader.f64();
      return { ...head, mark: { ...readMark(reader), serverTime } };
    }
    default:
      return head;
  }
}

export function readMark(reader: ByteReader): MarkText {
  return { t: reader.f64(), kind: reader.text(), text: reader.text() };
}

function readBatch(reader: ByteReader, { firstSeq, count }: { firstSeq: number; count: number }): ItemBatch {
  const topics = Array.from({ length: reader.u16() }, () => readTopic(reader));
  const items: LogItem[] = [];
  for (let i = 0; i < count; i++) items.push(readItem(reader, topics));
  return { firstSeq, topics, items };
}

export function readTopic(reader: ByteReader): LogTopic {
  const name = reader.text();
  const type = SAMPLE_TYPES[reader.u8()];
  if (type === undefined) throw malformed("a topic's type is not known");
  return { name, type, shape: Array.from({ length: reader.u8() }, () => reader.u32()) };
}

function readItem(reader: ByteReader, topics: readonly LogTopic[]): LogItem {
  const kind = ITEM_KINDS[reader.u8() - 1];
  switch (kind) {
    case "sample": {
      const topic = reader.u16();
      const described = topics[topic];
      if (described === undefined) throw malformed("a sample names no topic");
      const [t, serverTime, frame] = [reader.f64(), reader.f64(), reader.i32()];
      return { kind, topic, t, serverTime, frame, values: decodeValues(described, reader.bytes()) };
    }
    case "mark":
      return { kind, serverTime: reader.f64(), mark: readMark(reader) };
    case "refused":
      return { kind, code: reader.text() };
    default:
      throw malformed("an item's kind is not known");
  }
}

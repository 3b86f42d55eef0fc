import { ByteReader, malformed } from "./byte-reader.ts";
import { readHead, readMark, readTopic } from "./decode-record.ts";
import { ITEM_KINDS } from "./record-format.ts";
import type { LogTopic, Mark } from "./session-record.ts";

/** A sample as it lies in a record's payload. */
export interface SampleSpan {
  seq: number;
  topic: LogTopic;
  /** As sent. */
  t: number;
  serverTime: number;
  frame: number;
  /** Of its values, in the payload. */
  from: number;
  to: number;
}

export interface ItemVisitor {
  sample(sample: SampleSpan): void;
  mark?(seq: number, mark: Mark): void;
}

/**
 * Visits the items of a record without decoding the values of samples; other records have none.
 * @throws AppError `corrupt_data`; `conflict` when a later version wrote it
 */
export function walkItems(payload: Uint8Array, visitor: ItemVisitor): void {
  const reader = new ByteReader(payload);
  const head = readHead(reader);
  if (head.kind !== "items") return;
  const topics = Array.from({ length: reader.u16() }, () => readTopic(reader));
  for (let seq = head.firstSeq; seq < head.firstSeq + head.count; seq++) {
    switch (ITEM_KINDS[reader.u8() - 1]) {
      case "sample": {
        const topic = topics[reader.u16()];
        if (topic === undefined) throw malformed("a sample names no topic");
        const [t, serverTime, frame] = [reader.f64(), reader.f64(), reader.i32()];
        const { length } = reader.bytes();
        visitor.sample({ seq, topic, t, serverTime, frame, from: reader.at - length, to: reader.at });
        break;
      }
      case "mark": {
        // Read also for one who does not ask: the arguments of a call that is left out are not evaluated.
        const mark = { serverTime: reader.f64(), ...readMark(reader) };
        visitor.mark?.(seq, mark);
        break;
      }
      case "refused":
        reader.text();
        break;
      case undefined:
        throw malformed("an item's kind is not known");
    }
  }
}

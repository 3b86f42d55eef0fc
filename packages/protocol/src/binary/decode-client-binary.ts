import { ProtocolError } from "../errors.ts";
import { PROTOCOL_LIMITS } from "../limits.ts";
import type { DataFrame, DataItem, DataMessage, TopicDeclaration } from "../messages.ts";
import { checkFields } from "../text/check-fields.ts";
import { parseObject } from "../text/parse-frame.ts";
import { topicDeclarationSchema } from "../text/schemas.ts";
import type { AnnouncedTopics } from "./announced-topics.ts";
import { FRAME, typeOfCode } from "./layout.ts";
import { readPayload } from "./read-payload.ts";
import { badFrame, type BinaryRecord, readRecords } from "./record-reader.ts";

/**
 * One binary frame. The values are views on it: a receiver that keeps them keeps the whole frame, and must not reuse its bytes.
 * @param announced the connection's topics; those the frame announces are added when all of the frame could be read
 * @throws ProtocolError and nothing else
 */
export function decodeClientBinary(frame: Uint8Array, announced: AnnouncedTopics): DataFrame {
  const fresh = new Map<number, TopicDeclaration>();
  const items: DataItem[] = [];
  for (const record of readRecords(frame)) {
    if (record.kind === FRAME.kindTopic) {
      const known = fresh.has(record.topicIndex) || announced.get(record.topicIndex) !== undefined;
      if (known) throw new ProtocolError("topic_redefined", `Index ${record.topicIndex} is taken already.`);
      fresh.set(record.topicIndex, readAnnouncement(frame, record));
    } else if (record.kind === FRAME.kindMessage) {
      const topic = fresh.get(record.topicIndex) ?? announced.get(record.topicIndex);
      if (topic === undefined) {
        throw new ProtocolError("unknown_topic", `Topic index ${record.topicIndex} was never announced.`);
      }
      items.push(readMessage(frame, record, topic));
    } else throw badFrame("a record is of no known kind");
  }
  if (items.length > PROTOCOL_LIMITS.batchMessagesMax) {
    throw new ProtocolError(
      "too_many_messages",
      `A frame may hold ${PROTOCOL_LIMITS.batchMessagesMax} messages.`,
    );
  }
  for (const [index, declaration] of fresh) announced.set(index, declaration);
  return { type: "data", declared: [...fresh.values()], items };
}

function readAnnouncement(frame: Uint8Array, record: BinaryRecord): TopicDeclaration {
  if (record.topicIndex >= PROTOCOL_LIMITS.topicsMax) {
    throw new ProtocolError("too_many_topics", `A topic's index is below ${PROTOCOL_LIMITS.topicsMax}.`);
  }
  const type = typeOfCode(record.typeCode);
  if (type === undefined) throw badFrame("a topic is of no known data type");
  const raw = parseObject(frame.subarray(record.start, record.start + record.bytes));
  return checkFields(topicDeclarationSchema, { ...raw, data_type: type }, "bad_frame");
}

function readMessage(frame: Uint8Array, record: BinaryRecord, topic: TopicDeclaration): DataItem {
  const { seq, timestamp, frame_index } = record;
  const { data_type } = topic;
  try {
    if (typeOfCode(record.typeCode) !== data_type) {
      throw new ProtocolError("schema_mismatch", `Topic ${topic.topic} was announced as ${data_type}.`);
    }
    const data = readPayload(frame, record, data_type);
    return {
      type: "message",
      seq,
      topic: topic.topic,
      timestamp,
      frame_index,
      data_type,
      data,
    } as DataMessage;
  } catch (thrown) {
    if (!(thrown instanceof ProtocolError)) throw thrown;
    return { type: "refused", seq, code: thrown.wireCode, reason: thrown.message };
  }
}

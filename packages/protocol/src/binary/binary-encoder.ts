import type { DataMessage, TopicDeclaration } from "../messages.ts";
import { align8, FRAME, TYPE_CODES } from "./layout.ts";

interface Part {
  kind: number;
  typeCode: number;
  topicIndex: number;
  seq: number;
  timestamp: number;
  frameIndex: number;
  payload: Uint8Array;
}

/** Writes the binary frames of one connection and announces each topic before its first message: a new connection needs a new one. */
export class BinaryEncoder {
  readonly #indexes = new Map<string, number>();
  readonly #declarations: ReadonlyMap<string, TopicDeclaration>;

  /** @param declarations what is told of a topic; others are announced by name and data type alone */
  constructor(declarations: readonly TopicDeclaration[] = []) {
    this.#declarations = new Map(declarations.map((declaration) => [declaration.topic, declaration]));
  }

  /** One frame; its size and the number of its messages are the caller's to keep within the limits. */
  encode(messages: readonly DataMessage[]): Uint8Array {
    const parts: Part[] = [];
    for (const message of messages) {
      let index = this.#indexes.get(message.topic);
      if (index === undefined) {
        index = this.#indexes.size;
        this.#indexes.set(message.topic, index);
        parts.push(this.#announcement(index, message));
      }
      parts.push({
        kind: FRAME.kindMessage,
        typeCode: TYPE_CODES[message.data_type],
        topicIndex: index,
        seq: message.seq ?? 0,
        timestamp: message.timestamp,
        frameIndex: message.frame_index ?? -1,
        payload: payloadOf(message),
      });
    }
    return writeFrame(parts);
  }

  #announcement(topicIndex: number, { topic, data_type }: DataMessage): Part {
    const { shape, names, units } = this.#declarations.get(topic) ?? {
      shape: null,
      names: null,
      units: null,
    };
    const told = {
      topic,
      ...(shape && { shape }),
      ...(names && { names }),
      ...(units && { units }),
    };
    return {
      kind: FRAME.kindTopic,
      typeCode: TYPE_CODES[data_type],
      topicIndex,
      seq: 0,
      timestamp: 0,
      frameIndex: -1,
      payload: new TextEncoder().encode(JSON.stringify(told)),
    };
  }
}

function payloadOf({ data }: DataMessage): Uint8Array {
  if (typeof data === "string") return new TextEncoder().encode(data);
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

function writeFrame(parts: readonly Part[]): Uint8Array {
  const size = parts.reduce<number>(
    (sum, { payload }) => sum + FRAME.recordHeaderBytes + align8(payload.byteLength),
    FRAME.headerBytes,
  );
  const frame = new Uint8Array(size);
  const view = new DataView(frame.buffer);
  frame.set([FRAME.magic0, FRAME.magic1, FRAME.version]);
  view.setUint32(4, size, true);
  view.setUint32(8, parts.length, true);
  let at: number = FRAME.headerBytes;
  for (const part of parts) {
    frame[at] = part.kind;
    frame[at + 1] = part.typeCode;
    view.setUint16(at + 2, part.topicIndex, true);
    view.setUint32(at + 4, part.payload.byteLength, true);
    view.setUint32(at + 8, part.seq % 2 ** 32, true);
    view.setUint32(at + 12, Math.floor(part.seq / 2 ** 32), true);
    view.setFloat64(at + 16, part.timestamp, true);
    view.setInt32(at + 24, part.frameIndex, true);
    frame.set(part.payload, at + FRAME.recordHeaderBytes);
    at += FRAME.recordHeaderBytes + align8(part.payload.byteLength);
  }
  return frame;
}

import { BinaryEncoder } from "@retake/protocol/binary";
import type { ProtocolErrorCode } from "@retake/protocol/errors";
import type { DataMessage } from "@retake/protocol/messages";
import { toHex } from "../notation.ts";
import type { InvalidBinaryCase } from "./types.ts";

const RECORD = 16;
const MESSAGE: DataMessage = {
  type: "message",
  seq: 1,
  topic: "/a",
  timestamp: 0,
  frame_index: 0,
  data_type: "float32[]",
  data: Float32Array.of(1, 2),
};

/** An announcement of `{"topic":"/a"}` (32 + 16 bytes) and a message (32 + 8 bytes). */
function validFrame(): Uint8Array {
  return new BinaryEncoder().encode([MESSAGE]);
}

/** The message alone: its topic is known by an earlier frame. */
function laterFrame(): Uint8Array {
  const encoder = new BinaryEncoder();
  encoder.encode([MESSAGE]);
  return encoder.encode([{ ...MESSAGE, seq: 2 }]);
}

function broken(name: string, code: ProtocolErrorCode, change: (view: DataView) => void): InvalidBinaryCase {
  const frame = validFrame();
  change(new DataView(frame.buffer));
  return { name, frames: [toHex(frame)], code };
}

function cut(name: string, bytes: number): InvalidBinaryCase {
  const frame = validFrame().slice(0, bytes);
  if (bytes >= 8) new DataView(frame.buffer).setUint32(4, bytes, true);
  return { name, frames: [toHex(frame)], code: "bad_frame" };
}

function longer(): InvalidBinaryCase {
  const frame = new Uint8Array([...validFrame(), 0, 0, 0, 0, 0, 0, 0, 0]);
  new DataView(frame.buffer).setUint32(4, frame.byteLength, true);
  return { name: "bytes behind the last record", frames: [toHex(frame)], code: "bad_frame" };
}

export function clientBinaryInvalid(): InvalidBinaryCase[] {
  return [
    { name: "nothing", frames: [""], code: "bad_frame" },
    cut("a header cut off", 15),
    cut("a record cut off", RECORD + 31),
    cut("a payload cut off", validFrame().byteLength - 8),
    longer(),
    broken("another magic", "bad_frame", (view) => view.setUint8(0, 0x50)),
    broken("a version of the future", "unsupported_frame", (view) => view.setUint8(2, 2)),
    broken("a reserved byte of the frame", "bad_frame", (view) => view.setUint8(3, 1)),
    broken("a reserved byte of a record", "bad_frame", (view) => view.setUint8(RECORD + 28, 1)),
    broken("a length that is not the frame's", "bad_frame", (view) => view.setUint32(4, 8, true)),
    broken("more records than there are bytes", "bad_frame", (view) => view.setUint32(8, 4_000, true)),
    broken("4 billion records", "too_many_messages", (view) => view.setUint32(8, 0xffff_ffff, true)),
    broken("a payload of 4 GB", "bad_frame", (view) => view.setUint32(RECORD + 4, 0xffff_ffff, true)),
    broken("a record of no known kind", "bad_frame", (view) => view.setUint8(RECORD, 9)),
    broken("a topic of no known data type", "bad_frame", (view) => view.setUint8(RECORD + 1, 99)),
    broken("a topic whose description is no JSON", "bad_json", (view) => view.setUint8(RECORD + 32, 0)),
    broken("an index beyond the topics of a session", "too_many_topics", (view) =>
      view.setUint16(RECORD + 2, 256, true),
    ),
    broken("a topic never announced", "unknown_topic", (view) => view.setUint16(RECORD + 48 + 2, 1, true)),
    broken("a number beyond 2^53 - 1", "bad_frame", (view) =>
      view.setUint32(RECORD + 48 + 12, 0x20_0000, true),
    ),
    broken("a frame index below -1", "bad_frame", (view) => view.setInt32(RECORD + 48 + 24, -2, true)),
    {
      name: "a topic that only another connection has announced",
      frames: [toHex(laterFrame())],
      code: "unknown_topic",
    },
    {
      name: "an index announced twice",
      frames: [toHex(validFrame()), toHex(validFrame())],
      code: "topic_redefined",
    },
  ];
}

import type { DataFrame, DataItem, DataMessage, TopicDeclaration } from "@retake/protocol/messages";

export interface BinaryCase {
  name: string;
  /** Frames of one connection, in order. */
  frames: DataFrame[];
}

function declared(topic: string, data_type: DataMessage["data_type"], more: object = {}): TopicDeclaration {
  return { topic, data_type, shape: null, names: null, units: null, ...more };
}

function message(seq: number, topic: string, rest: object): DataItem {
  return { type: "message", seq, topic, timestamp: seq / 8, frame_index: seq, ...rest } as DataItem;
}

function frame(topics: TopicDeclaration[], ...items: DataItem[]): DataFrame {
  return { type: "data", declared: topics, items };
}

const JPEG = Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 0x10, 0x4a);
const joints = (seq: number, data: number[]): DataItem =>
  message(seq, "/joints", { data_type: "float32[]", data: Float32Array.from(data) });

export const CLIENT_BINARY: BinaryCase[] = [
  { name: "no records", frames: [frame([])] },
  {
    name: "a topic is announced once, then used by its index",
    frames: [
      frame(
        [
          declared("/joints", "float32[]", {
            shape: [3],
            names: ["a", "b", "c"],
            units: ["rad", "rad", "m"],
          }),
        ],
        joints(1, [0.5, -1, 2]),
      ),
      frame(
        [declared("/cam", "image")],
        joints(2, [1, 2, 3]),
        message(3, "/cam", { data_type: "image", data: JPEG }),
      ),
      frame([], joints(4, [NaN, Infinity, -Infinity])),
    ],
  },
  {
    name: "every data type",
    frames: [
      frame(
        [
          declared("/f64", "float64[]"),
          declared("/i64", "int64[]"),
          declared("/bool", "bool[]"),
          declared("/text 抓取", "string"),
        ],
        message(1, "/f64", { data_type: "float64[]", data: Float64Array.of(0.1, 1e300) }),
        message(2, "/i64", { data_type: "int64[]", data: BigInt64Array.of(-1n, 2n ** 62n) }),
        message(3, "/bool", { data_type: "bool[]", data: Uint8Array.of(1, 0, 1) }),
        message(4, "/text 抓取", { data_type: "string", data: "\uFEFF🤖" }),
        message(5, "/text 抓取", { data_type: "string", data: "" }),
      ),
    ],
  },
  {
    name: "odd times are kept as sent; numbers up to 2^53 - 1; no frame index; no number",
    frames: [
      frame(
        [declared("/x", "float32[]")],
        ...[NaN, -Infinity, -1, 2 ** 63].map((timestamp, i) =>
          message(2 ** 53 - 4 + i, "/x", {
            data_type: "float32[]",
            data: Float32Array.of(i),
            timestamp,
            frame_index: null,
          }),
        ),
        message(1, "/x", { data_type: "float32[]", data: Float32Array.of(1), seq: null, timestamp: 0 }),
      ),
    ],
  },
];

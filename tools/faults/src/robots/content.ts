import type { OutgoingItem } from "@retake/mock-robot/client";
import type { TopicDeclaration } from "@retake/protocol/messages";

export const STATE = "/state";
export const WORDS = "/words";
export const CAMERA = "/camera/front";
/** Messages of one second of the robot's time. */
export const RATE_HZ = 50;

const undescribed = { names: null, units: null };
export const TOPICS: TopicDeclaration[] = [
  { topic: STATE, data_type: "float64[]", shape: [3], names: ["number", "robot", "noise"], units: null },
  { topic: WORDS, data_type: "string", shape: [], ...undescribed },
  { topic: CAMERA, data_type: "image", shape: null, ...undescribed },
];

/** A whole JPEG, 8 by 8 and grey, without its first two bytes. */
const JPEG_REST = Buffer.from(
  [
    "ffdb0043000d090a0b0a080d0b0a0b0e0e0d0f13201513121213271c1e17202e2931302e292d2c333a4a3e333646372c2d405741464c4e525352323e",
    "5a615a50604a51524fffdb0043010e0e0e131113261515264f352d354f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f",
    "4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4fffc00011080008000803012200021101031101ffc40014000100000000000000000000000000000000ff",
    "c40014100100000000000000000000000000000000ffc40014010100000000000000000000000000000000ffc4001411010000000000000000000000",
    "0000000000ffda000c03010002110311003f00000fffd9",
  ].join(""),
  "hex",
);

/** Of 50 numbers two are marks, five words, five pictures, and the others numbers. No two items of one robot have the same content. */
export function itemOf(robot: number, seq: number): OutgoingItem {
  const timestamp = seq / RATE_HZ;
  const head = { type: "message", timestamp, frame_index: null } as const;
  const text = `${robot} said ${seq}`;
  if (seq % 25 === 5) return { type: "mark", timestamp, kind: "note", text };
  if (seq % 10 === 3) return { ...head, topic: CAMERA, data_type: "image", data: pictureOf(text) };
  if (seq % 10 === 7) return { ...head, topic: WORDS, data_type: "string", data: text };
  const noise = Math.sin(seq * 12.9898 + robot * 78.233) * 43_758.545_3;
  return { ...head, topic: STATE, data_type: "float64[]", data: Float64Array.of(seq, robot, noise) };
}

/** A picture that says `text` in a comment, with a few hundred bytes behind it. */
function pictureOf(text: string): Uint8Array {
  const comment = Buffer.from(`${text} `.repeat(24));
  const marker = Buffer.from([0xff, 0xd8, 0xff, 0xfe, (comment.length + 2) >> 8, (comment.length + 2) & 255]);
  return Buffer.concat([marker, comment, JPEG_REST]);
}

/** The number of an item, by its time. */
export function seqAt(timestamp: number): number {
  return Math.round(timestamp * RATE_HZ);
}

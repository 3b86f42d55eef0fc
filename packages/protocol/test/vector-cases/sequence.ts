import type { Verdict } from "@retake/protocol/sequence";

export interface SequenceCase {
  name: string;
  /** The first number wanted. */
  wanted: number;
  /** In order; `content` stands for what the message says. */
  offers: { seq: number | null; content: string; verdict: Verdict }[];
  wanted_after: number;
}

type Offer = [seq: number | null, content: string, verdict: Verdict];

function sequence(name: string, wanted: number, offers: Offer[], wanted_after: number): SequenceCase {
  return {
    name,
    wanted,
    offers: offers.map(([seq, content, verdict]) => ({ seq, content, verdict })),
    wanted_after,
  };
}

export const SEQUENCE: SequenceCase[] = [
  sequence(
    "in order",
    1,
    [
      [1, "a", "accept"],
      [2, "b", "accept"],
    ],
    3,
  ),
  sequence(
    "sent again",
    1,
    [
      [1, "a", "accept"],
      [2, "b", "accept"],
      [1, "a", "duplicate"],
      [2, "b", "duplicate"],
      [3, "c", "accept"],
    ],
    4,
  ),
  sequence(
    "a gap is told once, until the number wanted has come",
    1,
    [
      [2, "b", "gap"],
      [3, "c", "in_gap"],
      [1, "a", "accept"],
      [3, "c", "gap"],
      [2, "b", "accept"],
      [3, "c", "accept"],
    ],
    4,
  ),
  sequence(
    "one number, two contents: the first stays",
    1,
    [
      [1, "a", "accept"],
      [1, "z", "conflict"],
      [1, "a", "duplicate"],
      [2, "b", "accept"],
    ],
    3,
  ),
  sequence(
    "resumed: what came before is known, its content is not",
    500,
    [
      [499, "whatever", "duplicate"],
      [500, "a", "accept"],
    ],
    501,
  ),
  sequence(
    "no number",
    1,
    [
      [null, "a", "missing"],
      [1, "a", "accept"],
    ],
    2,
  ),
];

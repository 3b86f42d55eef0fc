/** What one message of a channel holds, before it is put on topics. */
export interface DecodedMessage {
  /** The time its own header says, nanoseconds; null: none, or 0. */
  stampNs: bigint | null;
  parts: DecodedPart[];
  /** Fields that are left out, each with the reason. */
  leftOut: string[];
}

export type DecodedPart =
  | { kind: "numbers"; path: string | null; names: string[]; units: string[] | null; values: Float64Array }
  | { kind: "text"; path: string | null; text: string }
  | { kind: "image"; path: null; bytes: Uint8Array };

/** @throws DecodeError for a message that cannot be read */
export type Decode = (payload: Uint8Array) => DecodedMessage;

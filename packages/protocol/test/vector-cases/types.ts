import type { ProtocolErrorCode } from "@retake/protocol/errors";

/** Long texts are told, not written out: prefix, `repeat` so many times, suffix. */
export type VectorText = string | { prefix: string; repeat: string; times: number; suffix: string };

export interface TextCase {
  name: string;
  text: string;
  decoded: unknown;
}

export interface InvalidTextCase {
  name: string;
  text: VectorText;
  code: ProtocolErrorCode;
}

export interface InvalidBinaryCase {
  name: string;
  /** Frames of one connection: all but the last are valid. */
  frames: string[];
  code: ProtocolErrorCode;
}

export function spellOut(text: VectorText): string {
  return typeof text === "string" ? text : text.prefix + text.repeat.repeat(text.times) + text.suffix;
}

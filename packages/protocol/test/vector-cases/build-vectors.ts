import { BinaryEncoder } from "@retake/protocol/binary";
import { PROTOCOL_ERRORS, type ProtocolErrorCode } from "@retake/protocol/errors";
import type { DataFrame, DataItem, DataMessage } from "@retake/protocol/messages";
import { toHex, toNotation } from "../notation.ts";
import { clientBinaryInvalid } from "./client-binary-invalid.ts";
import { CLIENT_BINARY } from "./client-binary.ts";
import { CLIENT_TEXT_INVALID } from "./client-text-invalid.ts";
import { CLIENT_TEXT } from "./client-text.ts";
import { SEQUENCE } from "./sequence.ts";
import { SERVER_TEXT } from "./server-text.ts";

/** Every vector file by name. What is decoded was written down by hand; only the bytes of binary frames are encoded. */
export function buildVectors(): Record<string, unknown[]> {
  return {
    "client-text.json": CLIENT_TEXT,
    "client-text-invalid.json": CLIENT_TEXT_INVALID.map(withClose),
    "client-binary.json": CLIENT_BINARY.map(({ name, frames }) => ({ name, frames: encodeFrames(frames) })),
    "client-binary-invalid.json": clientBinaryInvalid().map(withClose),
    "server-text.json": SERVER_TEXT,
    "sequence.json": SEQUENCE,
  };
}

function withClose<C extends { code: ProtocolErrorCode }>(vector: C): C & { close: number | null } {
  return { ...vector, close: PROTOCOL_ERRORS[vector.code].close };
}

/** The frames of one connection. */
export function encodeFrames(frames: readonly DataFrame[]): { hex: string; decoded: unknown }[] {
  const encoder = new BinaryEncoder(frames.flatMap(({ declared }) => declared));
  return frames.map((frame) => ({
    hex: toHex(encoder.encode(frame.items.filter(isMessage))),
    decoded: toNotation(frame),
  }));
}

function isMessage(item: DataItem): item is DataMessage {
  return item.type === "message";
}

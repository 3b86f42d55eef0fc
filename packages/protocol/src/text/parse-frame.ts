import { ProtocolError } from "../errors.ts";
import { PROTOCOL_LIMITS } from "../limits.ts";
import { scanJson } from "./scan-json.ts";

/** A JSON object that has a `type`, its fields not looked at yet. */
export type RawFrame = Record<string, unknown> & { type: string };

/**
 * @throws ProtocolError `bad_json`, `too_complex`, `frame_too_large`
 */
export function parseFrame(frame: string | Uint8Array): RawFrame {
  const value = parseObject(frame);
  if (!isRawFrame(value)) throw new ProtocolError("bad_json", "A frame must say its `type`.");
  return value;
}

function isRawFrame(value: Record<string, unknown>): value is RawFrame {
  return typeof value["type"] === "string";
}

/**
 * @throws ProtocolError `bad_json`, `too_complex`, `frame_too_large`
 */
export function parseObject(frame: string | Uint8Array): Record<string, unknown> {
  const size = typeof frame === "string" ? frame.length : frame.byteLength;
  if (size > PROTOCOL_LIMITS.frameBytesMax) {
    throw new ProtocolError("frame_too_large", `A frame may have ${PROTOCOL_LIMITS.frameBytesMax} bytes.`);
  }
  const value = parse(scanJson(typeof frame === "string" ? frame : decodeUtf8(frame)));
  if (!isRecord(value)) throw new ProtocolError("bad_json", "A frame must be a JSON object.");
  return value;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new ProtocolError("bad_json", "The frame is not UTF-8.", { cause });
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ProtocolError("bad_json", "The frame is not JSON.", { cause });
  }
}

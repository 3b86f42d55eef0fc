import { ProtocolError } from "../errors.ts";
import { PROTOCOL_LIMITS } from "../limits.ts";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const INVALID = 0xff;
const VALUE_OF = new Uint8Array(128).fill(INVALID);
for (let value = 0; value < ALPHABET.length; value++) VALUE_OF[ALPHABET.charCodeAt(value)] = value;

const DATA_URL = /^data:image\/[a-z]{1,16};base64,/;

/**
 * Base64 of RFC 4648 section 4, padding optional, a `data:image/…;base64,` before it allowed.
 * `Buffer` is absent in browsers and steps over garbage, `atob` needs a second pass: hence by hand.
 * @throws ProtocolError `bad_image`
 */
export function decodeBase64(text: string): Uint8Array {
  const start = DATA_URL.exec(text.slice(0, 64))?.[0].length ?? 0;
  let end = text.length;
  while (end > start && end > text.length - 2 && text[end - 1] === "=") end--;
  const letters = end - start;
  if (letters % 4 === 1) throw notBase64();
  const size = Math.floor((letters * 3) / 4);
  if (size > PROTOCOL_LIMITS.imageBytesMax) throw pictureTooLarge();
  const bytes = new Uint8Array(size);
  let invalid = 0;
  let to = 0;
  let at = start;
  for (; at + 4 <= end; at += 4) {
    const a = VALUE_OF[text.charCodeAt(at)] ?? INVALID;
    const b = VALUE_OF[text.charCodeAt(at + 1)] ?? INVALID;
    const c = VALUE_OF[text.charCodeAt(at + 2)] ?? INVALID;
    const d = VALUE_OF[text.charCodeAt(at + 3)] ?? INVALID;
    invalid |= a | b | c | d;
    bytes[to++] = (a << 2) | (b >> 4);
    bytes[to++] = (b << 4) | (c >> 2);
    bytes[to++] = (c << 6) | d;
  }
  if (at < end) {
    const a = valueAt(text, at, end);
    const b = valueAt(text, at + 1, end);
    const c = valueAt(text, at + 2, end);
    invalid |= a | b | c;
    // Writes past the end of a typed array are dropped.
    bytes[to++] = (a << 2) | (b >> 4);
    bytes[to++] = (b << 4) | (c >> 2);
  }
  if (invalid > 63) throw notBase64();
  return bytes;
}

/** @param bytes a picture's bytes */
export function encodeBase64(bytes: Uint8Array): string {
  const parts: string[] = [];
  // A multiple of 3, so that the parts join without padding between them.
  const step = 0x6000;
  for (let from = 0; from < bytes.byteLength; from += step) {
    parts.push(btoa(String.fromCharCode(...bytes.subarray(from, from + step))));
  }
  return parts.join("");
}

export function pictureTooLarge(): ProtocolError {
  return new ProtocolError("bad_image", `A picture may have ${PROTOCOL_LIMITS.imageBytesMax} bytes.`);
}

function valueAt(text: string, at: number, end: number): number {
  if (at >= end) return 0;
  return VALUE_OF[text.charCodeAt(at)] ?? INVALID;
}

function notBase64(): ProtocolError {
  return new ProtocolError("bad_image", "`image_base64` is not base64.");
}

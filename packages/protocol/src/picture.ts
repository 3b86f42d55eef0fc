import { ProtocolError } from "./errors.ts";

const JPEG = [0xff, 0xd8, 0xff];
const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/**
 * Looks at the signature only: whether the rest can be decoded shows in the process that decodes.
 * @throws ProtocolError `bad_image`
 */
export function assertPicture(bytes: Uint8Array): void {
  if (!startsWith(bytes, JPEG) && !startsWith(bytes, PNG)) {
    throw new ProtocolError("bad_image", "A picture must be a JPEG or a PNG.");
  }
}

function startsWith(bytes: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((byte, i) => bytes[i] === byte);
}

import { decodeBase64 } from "@retake/protocol/json";
import { PROTOCOL_LIMITS } from "@retake/protocol/limits";
import { assertPicture } from "@retake/protocol/picture";
import { DecodeError } from "./decode-error.ts";
import type { DecodedMessage } from "./decoded.ts";
import { stampOf } from "./stamp.ts";

/**
 * The picture of a `CompressedImage`, of ROS or of Foxglove, byte for byte.
 * @throws DecodeError when it is no JPEG or PNG, or too large
 */
export function compressedImage(message: Record<string, unknown>): DecodedMessage {
  const format = typeof message["format"] === "string" ? message["format"].slice(0, 40) : "";
  const bytes = bytesOf(message["data"]);
  if (bytes.byteLength > PROTOCOL_LIMITS.imageBytesMax) {
    throw new DecodeError(`a picture has more than ${PROTOCOL_LIMITS.imageBytesMax >> 20} MiB`);
  }
  try {
    assertPicture(bytes);
  } catch {
    throw new DecodeError(`its pictures are no JPEG or PNG${format === "" ? "" : ` (“${format}”)`}`);
  }
  // The log keeps it for a while: a copy, not a view into the whole frame.
  return {
    stampNs: stampOf(message),
    parts: [{ kind: "image", path: null, bytes: new Uint8Array(bytes) }],
    leftOut: [],
  };
}

function bytesOf(data: unknown): Uint8Array {
  if (data instanceof Uint8Array) return data;
  if (typeof data !== "string") throw new DecodeError("a picture has no bytes");
  try {
    return decodeBase64(data);
  } catch {
    throw new DecodeError("a picture is no base64, or too large");
  }
}

import { ProtocolError } from "../errors.ts";
import { PROTOCOL_LIMITS } from "../limits.ts";
import type { DataOf, DataType } from "../messages.ts";
import { assertPicture } from "../picture.ts";
import { pictureTooLarge } from "../text/base64.ts";
import { assertStringFits } from "../text/read-data.ts";
import type { BinaryRecord } from "./record-reader.ts";

interface ViewOf<T> {
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): T;
  BYTES_PER_ELEMENT: number;
}

/**
 * A record's payload as what a topic of that type carries: a view on the frame where the alignment permits, else a copy.
 * @throws ProtocolError `bad_value`, `bad_image`
 */
export function readPayload(
  frame: Uint8Array,
  { start, bytes }: Pick<BinaryRecord, "start" | "bytes">,
  type: DataType,
): DataOf[DataType] {
  switch (type) {
    case "float32[]":
      return viewOf(Float32Array, frame, start, bytes);
    case "float64[]":
      return viewOf(Float64Array, frame, start, bytes);
    case "int64[]":
      return viewOf(BigInt64Array, frame, start, bytes);
    case "bool[]":
      return readBooleans(viewOf(Uint8Array, frame, start, bytes));
    case "string":
      return readString(frame.subarray(start, start + bytes));
    case "image": {
      if (bytes > PROTOCOL_LIMITS.imageBytesMax) throw pictureTooLarge();
      const picture = frame.subarray(start, start + bytes);
      assertPicture(picture);
      return picture;
    }
  }
}

/** Typed arrays are little endian on every machine that Node and browsers run on. */
function viewOf<T>(type: ViewOf<T>, frame: Uint8Array, start: number, bytes: number): T {
  const length = bytes / type.BYTES_PER_ELEMENT;
  if (!Number.isInteger(length) || length === 0 || length > PROTOCOL_LIMITS.dimsMax) {
    throw new ProtocolError("bad_value", `A message has 1 to ${PROTOCOL_LIMITS.dimsMax} whole values.`);
  }
  const offset = frame.byteOffset + start;
  if (offset % type.BYTES_PER_ELEMENT === 0) return new type(frame.buffer, offset, length);
  // Not by `slice`: that of a Buffer is a view on the same bytes.
  return new type(new Uint8Array(frame.subarray(start, start + bytes)).buffer, 0, length);
}

function readBooleans(values: Uint8Array): Uint8Array {
  if (values.some((value) => value > 1)) throw new ProtocolError("bad_value", "A bool is 0 or 1.");
  return values;
}

function readString(payload: Uint8Array): string {
  assertStringFits(payload.byteLength);
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(payload);
  } catch (cause) {
    throw new ProtocolError("bad_value", "A string is not UTF-8.", { cause });
  }
}

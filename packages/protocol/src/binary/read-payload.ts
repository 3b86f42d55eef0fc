import { ProtocolError } from "../errors.ts";
import { PROTOCOL_LIMITS } from "../limits.ts";
import type { DataOf, DataType } from "../messages.ts";
import { assertPicture } from "../picture.ts";
import { pictureTooLarge } from "../text/base64.ts";
import { assertStringFits } from "../text/read-data.ts";

type Data = { [T in keyof DataOf]: { data_type: T; data: DataOf[T] } }[keyof DataOf];

interface ViewOf<T> {
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): T;
  BYTES_PER_ELEMENT: number;
}

/**
 * A payload as what its topic carries: a view on the frame where the alignment permits, else a copy.
 * @throws ProtocolError `bad_value`, `bad_image`
 */
export function readPayload(type: DataType, payload: Uint8Array): Data {
  switch (type) {
    case "float32[]":
      return { data_type: type, data: viewOf(Float32Array, payload) };
    case "float64[]":
      return { data_type: type, data: viewOf(Float64Array, payload) };
    case "int64[]":
      return { data_type: type, data: viewOf(BigInt64Array, payload) };
    case "bool[]":
      return { data_type: type, data: readBooleans(payload) };
    case "string":
      return { data_type: type, data: readString(payload) };
    case "image":
      if (payload.byteLength > PROTOCOL_LIMITS.imageBytesMax) throw pictureTooLarge();
      assertPicture(payload);
      return { data_type: type, data: payload };
  }
}

/** Typed arrays are little endian on every machine that Node and browsers run on. */
function viewOf<T>(type: ViewOf<T>, payload: Uint8Array): T {
  const length = payload.byteLength / type.BYTES_PER_ELEMENT;
  if (!Number.isInteger(length) || length === 0 || length > PROTOCOL_LIMITS.dimsMax) {
    throw new ProtocolError("bad_value", `A message has 1 to ${PROTOCOL_LIMITS.dimsMax} whole values.`);
  }
  const aligned = payload.byteOffset % type.BYTES_PER_ELEMENT === 0 ? payload : new Uint8Array(payload);
  return new type(aligned.buffer, aligned.byteOffset, length);
}

function readBooleans(payload: Uint8Array): Uint8Array {
  const values = viewOf(Uint8Array, payload);
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

import { AppError } from "@retake/core/errors";
import type { SampleType } from "../types.ts";
import { malformed } from "./byte-reader.ts";
import type { ByteWriter } from "./byte-writer.ts";
import type { LogTopic, LogValues } from "./session-record.ts";

const ARRAYS = {
  float32: Float32Array,
  float64: Float64Array,
  int64: BigInt64Array,
  bool: Uint8Array,
} as const satisfies Partial<Record<SampleType, unknown>>;

/**
 * Bytes of one sample's values.
 * @throws AppError `bad_request` when they are not what the topic says
 */
export function valuesBytes({ name, type, shape }: LogTopic, values: LogValues): number {
  if (type === "string") {
    if (typeof values === "string") return Buffer.byteLength(values);
  } else if (type === "image") {
    if (values instanceof Uint8Array) return values.byteLength;
  } else if (values instanceof ARRAYS[type] && values.length === dimsOf(shape)) {
    return values.byteLength;
  }
  throw new AppError("bad_request", `A sample of ${name} is not ${type} of shape [${shape.join(", ")}].`);
}

/** Little-endian, as the machines this runs on. */
export function putValues(writer: ByteWriter, values: LogValues): void {
  if (typeof values === "string") writer.text(values);
  else writer.bytes(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
}

/** The values own their memory. @throws AppError `corrupt_data` */
export function decodeValues({ type, shape }: LogTopic, bytes: Buffer): LogValues {
  if (type === "string") return bytes.toString();
  const own = new Uint8Array(bytes);
  if (type === "image") return own;
  const array = ARRAYS[type];
  if (own.length !== dimsOf(shape) * array.BYTES_PER_ELEMENT)
    throw malformed("a sample has not its topic's shape");
  return new array(own.buffer);
}

export function dimsOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

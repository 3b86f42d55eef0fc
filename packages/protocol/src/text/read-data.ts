import { isNumericType, parseDataType } from "../data-type.ts";
import { ProtocolError } from "../errors.ts";
import { PROTOCOL_LIMITS } from "../limits.ts";
import type { DataOf, NumericType } from "../messages.ts";
import { assertPicture } from "../picture.ts";
import { decodeBase64 } from "./base64.ts";
import { readWireNumber } from "./wire-number.ts";

type Data = { [T in keyof DataOf]: { data_type: T; data: DataOf[T] } }[keyof DataOf];

/** The fields of a JSON message that hold its data, in any combination a robot may send. */
export interface RawData {
  data_type?: string | null | undefined;
  data?: unknown;
  image_base64?: string | null | undefined;
}

const LONE_SURROGATE = /\p{Cs}/u;

/**
 * The data of a JSON message. Its type may be left out beside `image_base64` only.
 * @throws ProtocolError `unknown_data_type`, `bad_value`, `bad_image`
 */
export function readData(raw: RawData): Data {
  const type = parseDataType(raw.data_type ?? (raw.image_base64 == null ? "" : "image"));
  if (type === null) {
    throw new ProtocolError("unknown_data_type", "`data_type` is missing or none of the known ones.");
  }
  if (isNumericType(type)) return readNumbers(type, raw.data);
  if (type === "string") return { data_type: type, data: readString(raw.data) };
  if (raw.image_base64 == null) throw new ProtocolError("bad_image", "An image needs `image_base64`.");
  const data = decodeBase64(raw.image_base64);
  assertPicture(data);
  return { data_type: type, data };
}

/** @throws ProtocolError `bad_value` */
export function assertStringFits(utf8Bytes: number): void {
  if (utf8Bytes > PROTOCOL_LIMITS.stringBytesMax) {
    throw new ProtocolError(
      "bad_value",
      `A string may have ${PROTOCOL_LIMITS.stringBytesMax} bytes of UTF-8.`,
    );
  }
}

function readString(value: unknown): string {
  if (typeof value !== "string") throw new ProtocolError("bad_value", "`data` of a string topic is a text.");
  if (LONE_SURROGATE.test(value)) throw new ProtocolError("bad_value", "`data` has half a character.");
  assertStringFits(new TextEncoder().encode(value).byteLength);
  return value;
}

function readNumbers(type: NumericType, value: unknown): Data {
  const list: unknown[] = Array.isArray(value) ? value : [value];
  if (list.length === 0 || list.length > PROTOCOL_LIMITS.dimsMax) {
    throw new ProtocolError("bad_value", `\`data\` has 1 to ${PROTOCOL_LIMITS.dimsMax} values.`);
  }
  switch (type) {
    case "float32[]":
      return { data_type: type, data: fill(new Float32Array(list.length), list, readWireNumber) };
    case "float64[]":
      return { data_type: type, data: fill(new Float64Array(list.length), list, readWireNumber) };
    case "int64[]":
      return { data_type: type, data: fill(new BigInt64Array(list.length), list, readInteger) };
    case "bool[]":
      return { data_type: type, data: fill(new Uint8Array(list.length), list, readBoolean) };
  }
}

function fill<V, A extends { [index: number]: V }>(
  target: A,
  list: readonly unknown[],
  read: (value: unknown) => V | undefined,
): A {
  for (let i = 0; i < list.length; i++) {
    const value = read(list[i]);
    if (value === undefined) {
      throw new ProtocolError(
        "bad_value",
        `\`data\` at ${i} is no value of its type; lists are flat, row by row.`,
      );
    }
    target[i] = value;
  }
  return target;
}

const DECIMAL = /^-?\d{1,19}$/;

/** A number that JSON readers agree about, or a decimal text: other integers have been rounded on the way. */
function readInteger(value: unknown): bigint | undefined {
  if (typeof value === "number") return Number.isSafeInteger(value) ? BigInt(value) : undefined;
  if (typeof value !== "string" || !DECIMAL.test(value)) return undefined;
  const integer = BigInt(value);
  return BigInt.asIntN(64, integer) === integer ? integer : undefined;
}

function readBoolean(value: unknown): number | undefined {
  if (value === true || value === 1) return 1;
  return value === false || value === 0 ? 0 : undefined;
}

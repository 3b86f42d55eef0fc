import { AppError } from "@retake/core/errors";

/**
 * Binary messages to the browser: u32 (little endian) length of a JSON header, the header, zeros up to a multiple of 8, then
 * arrays that each begin at a multiple of 8. The header says where, counted from the first of them.
 */
export interface Place {
  /** Bytes from the begin of the arrays. */
  at: number;
  /** Elements. */
  length: number;
}

type NumericArray = Float32Array | Float64Array | BigInt64Array | Int32Array | Uint32Array | Uint8Array;

/** Places arrays one after the other, then writes all in one go. */
export class MessageWriter {
  readonly #arrays: { at: number; array: NumericArray }[] = [];
  #end = 0;

  place(array: NumericArray): Place {
    const at = align8(this.#end);
    this.#arrays.push({ at, array });
    this.#end = at + array.byteLength;
    return { at, length: array.length };
  }

  finish(header: unknown): Uint8Array {
    const json = new TextEncoder().encode(JSON.stringify(header));
    const start = align8(4 + json.byteLength);
    const message = new Uint8Array(start + this.#end);
    new DataView(message.buffer).setUint32(0, json.byteLength, true);
    message.set(json, 4);
    for (const { at, array } of this.#arrays) {
      message.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), start + at);
    }
    return message;
  }
}

/** Looks arrays up without copying; every place is checked against the message's length. */
export class MessageReader {
  readonly header: unknown;
  readonly #buffer: ArrayBufferLike;
  readonly #start: number;
  readonly #end: number;

  /** @throws AppError `corrupt_data` */
  constructor(message: ArrayBuffer | Uint8Array) {
    const given = message instanceof Uint8Array ? message : new Uint8Array(message);
    // Typed arrays need an aligned begin; a body that came in a pool of buffers may not have it.
    const bytes = given.byteOffset % 8 === 0 ? given : new Uint8Array(given);
    if (bytes.byteLength < 4) throw corrupt("it has no header");
    const headerBytes = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
    const start = align8(4 + headerBytes);
    if (start > bytes.byteLength) throw corrupt("its header is cut off");
    try {
      this.header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + headerBytes)));
    } catch {
      throw corrupt("its header is not JSON");
    }
    this.#buffer = bytes.buffer;
    this.#start = bytes.byteOffset + start;
    this.#end = bytes.byteOffset + bytes.byteLength;
  }

  array<T extends NumericArray>(
    type: { new (buffer: ArrayBufferLike, byteOffset: number, length: number): T; BYTES_PER_ELEMENT: number },
    place: unknown,
    length: number,
  ): T {
    if (!isPlace(place)) throw corrupt("an array has no place");
    if (place.length !== length) throw corrupt(`an array has ${place.length} elements instead of ${length}`);
    const at = this.#start + place.at;
    if (place.at % 8 !== 0 || at + length * type.BYTES_PER_ELEMENT > this.#end)
      throw corrupt("an array lies outside of it");
    return new type(this.#buffer, at, length);
  }
}

export function corrupt(why: string): AppError {
  return new AppError("corrupt_data", `The answer of the server cannot be read: ${why}.`);
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

function isPlace(value: unknown): value is Place {
  return isRecord(value) && isCount(value["at"]) && isCount(value["length"]);
}

function align8(position: number): number {
  return Math.ceil(position / 8) * 8;
}

import { DecodeError } from "../decode-error.ts";

/**
 * Reads the protobuf wire format (protobuf.dev, "Encoding") within bounds. No code is made from schemas: those come from
 * strangers.
 */
export class WireReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.byteLength;
  }

  /** An unsigned number of up to 64 bits. */
  varint(): bigint {
    let low = 0;
    for (let bits = 0; bits < 28; bits += 7) {
      const byte = this.#byte();
      low |= (byte & 0x7f) << bits;
      if (byte < 0x80) return BigInt(low);
    }
    let value = BigInt(low);
    for (let bits = 28n; bits < 70n; bits += 7n) {
      const byte = this.#byte();
      value |= BigInt(byte & 0x7f) << bits;
      if (byte < 0x80) return BigInt.asUintN(64, value);
    }
    throw new DecodeError("a message is no protobuf");
  }

  fixed(size: 4 | 8): DataView {
    return new DataView(this.#view.buffer, this.#view.byteOffset + this.#take(size), size);
  }

  /** A view of the bytes, not a copy. */
  bytes(): Uint8Array {
    const length = this.varint();
    if (length > BigInt(this.#bytes.byteLength)) throw tooShort();
    const from = this.#take(Number(length));
    return this.#bytes.subarray(from, this.#at);
  }

  /** Steps over a field that is not known. Groups are long deprecated and not read. */
  skip(wireType: number): void {
    if (wireType === 0) this.varint();
    else if (wireType === 1) this.#take(8);
    else if (wireType === 2) this.bytes();
    else if (wireType === 5) this.#take(4);
    else throw new DecodeError("a message is no protobuf");
  }

  #byte(): number {
    return this.#bytes[this.#take(1)] ?? 0;
  }

  #take(size: number): number {
    const from = this.#at;
    if (from + size > this.#bytes.byteLength) throw tooShort();
    this.#at = from + size;
    return from;
  }
}

function tooShort(): DecodeError {
  return new DecodeError("a message is cut off");
}

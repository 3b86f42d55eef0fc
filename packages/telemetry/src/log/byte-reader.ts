import { AppError } from "@retake/core/errors";

/** Reads what {@link ByteWriter} wrote. @throws AppError `corrupt_data` past the end */
export class ByteReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Bytes read. */
  get at(): number {
    return this.#at;
  }

  u8(): number {
    return this.#bytes.readUInt8(this.#advance(1));
  }

  u16(): number {
    return this.#bytes.readUInt16LE(this.#advance(2));
  }

  u32(): number {
    return this.#bytes.readUInt32LE(this.#advance(4));
  }

  i32(): number {
    return this.#bytes.readInt32LE(this.#advance(4));
  }

  f64(): number {
    return this.#bytes.readDoubleLE(this.#advance(8));
  }

  /** A view. */
  bytes(): Buffer {
    const length = this.u32();
    const at = this.#advance(length);
    return this.#bytes.subarray(at, at + length);
  }

  text(): string {
    return this.bytes().toString();
  }

  end(): void {
    if (this.#at !== this.#bytes.length) throw malformed("it goes on past its end");
  }

  #advance(bytes: number): number {
    const at = this.#at;
    if (at + bytes > this.#bytes.length) throw malformed("it is cut off");
    this.#at = at + bytes;
    return at;
  }
}

export function malformed(why: string): AppError {
  return new AppError("corrupt_data", "A log record cannot be read.", { detail: why });
}

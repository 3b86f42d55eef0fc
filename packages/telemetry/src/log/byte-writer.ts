/** Little-endian bytes, written one behind the other into a buffer that has room for them. */
export class ByteWriter {
  readonly #into: Buffer;
  #at: number;

  constructor(into: Buffer, at: number) {
    this.#into = into;
    this.#at = at;
  }

  /** Where the next byte goes. */
  get at(): number {
    return this.#at;
  }

  u8(value: number): void {
    this.#at = this.#into.writeUInt8(value, this.#at);
  }

  u16(value: number): void {
    this.#at = this.#into.writeUInt16LE(value, this.#at);
  }

  u32(value: number): void {
    this.#at = this.#into.writeUInt32LE(value, this.#at);
  }

  i32(value: number): void {
    this.#at = this.#into.writeInt32LE(value, this.#at);
  }

  f64(value: number): void {
    this.#at = this.#into.writeDoubleLE(value, this.#at);
  }

  bytes(value: Uint8Array): void {
    this.u32(value.byteLength);
    this.#into.set(value, this.#at);
    this.#at += value.byteLength;
  }

  text(value: string): void {
    const written = this.#into.write(value, this.#at + 4);
    this.u32(written);
    this.#at += written;
  }
}

/** Bytes that {@link ByteWriter.text} takes. */
export function textBytes(value: string): number {
  return 4 + Buffer.byteLength(value);
}

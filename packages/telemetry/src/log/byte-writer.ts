/** Little-endian bytes, appended. */
export class ByteWriter {
  #bytes = Buffer.allocUnsafe(256);
  #length = 0;

  u8(value: number): void {
    this.#length = this.#reserve(1).writeUInt8(value, this.#length);
  }

  u16(value: number): void {
    this.#length = this.#reserve(2).writeUInt16LE(value, this.#length);
  }

  u32(value: number): void {
    this.#length = this.#reserve(4).writeUInt32LE(value, this.#length);
  }

  i32(value: number): void {
    this.#length = this.#reserve(4).writeInt32LE(value, this.#length);
  }

  f64(value: number): void {
    this.#length = this.#reserve(8).writeDoubleLE(value, this.#length);
  }

  bytes(value: Uint8Array): void {
    this.u32(value.byteLength);
    this.#reserve(value.byteLength).set(value, this.#length);
    this.#length += value.byteLength;
  }

  text(value: string): void {
    this.bytes(Buffer.from(value));
  }

  finish(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  #reserve(more: number): Buffer {
    if (this.#length + more > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(2 * this.#bytes.length, this.#length + more));
      this.#bytes.copy(larger, 0, 0, this.#length);
      this.#bytes = larger;
    }
    return this.#bytes;
  }
}

/** Reads the frame headers of a WebSocket's byte stream (RFC 6455 section 5.2): `ws` tells of whole messages only. */
export class FragmentCounter {
  /** Frames so far of a message that is not whole yet. */
  fragments = 0;
  readonly #header = new Uint8Array(14);
  #have = 0;
  /** Payload bytes before the next header. */
  #skip = 0;

  feed(chunk: Uint8Array): void {
    let at = 0;
    while (at < chunk.length) {
      const skipped = Math.min(this.#skip, chunk.length - at);
      this.#skip -= skipped;
      at += skipped;
      if (at < chunk.length) this.#headerByte(chunk[at++] ?? 0);
    }
  }

  #headerByte(byte: number): void {
    this.#header[this.#have++] = byte;
    const [first = 0, second = 0] = this.#header;
    if (this.#have < 2) return;
    const code = second & 0x7f;
    const lengthBytes = code === 127 ? 8 : code === 126 ? 2 : 0;
    const size = 2 + lengthBytes + (second & 0x80 ? 4 : 0);
    if (this.#have < size) return;
    this.#have = 0;
    this.#skip = lengthBytes === 0 ? code : this.#extendedLength(lengthBytes);
    const control = (first & 0x0f) >= 8;
    if (!control) this.fragments = (first & 0x80) !== 0 ? 0 : this.fragments + 1;
  }

  #extendedLength(bytes: number): number {
    let length = 0;
    for (let i = 0; i < bytes; i++) length = length * 256 + (this.#header[2 + i] ?? 0);
    return length;
  }
}

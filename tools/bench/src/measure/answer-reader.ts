/** One answer of an HTTP/1.1 server, whole. */
export interface HttpAnswer {
  status: number;
  /** A view, good until more is taken in. */
  body: Buffer;
}

const HEAD_BYTES_MAX = 16 * 1024;
/** What is read at once, at least. */
const ROOM_BYTES_MIN = 256 * 1024;
const BODY_BYTES_MAX = 256 << 20;
const HEAD_END = Buffer.from("\r\n\r\n");
const LINE_END = Buffer.from("\r\n");

/**
 * Reads one answer after another out of a connection's bytes, however they are cut: bodies with a stated length and chunked ones.
 * It does little on purpose: what the one who asks spends would be counted as the server's.
 */
export class AnswerReader {
  #bytes = Buffer.allocUnsafeSlow(2 * ROOM_BYTES_MIN);
  #length = 0;
  /** Bytes of the answer that was handed out last. */
  #done = 0;
  /** Of the answer being read; null before its head is whole. */
  #head: Head | null = null;
  /** First byte that is not looked at yet: of the head, or of a chunk's line. */
  #at = 0;
  /** Bodies of the chunks read so far, moved together. */
  #bodyEnd = 0;

  /** Memory that the next bytes are to be read into: they are not moved any more. */
  room(): Uint8Array {
    this.#drop();
    const needed = this.#length + ROOM_BYTES_MIN;
    if (needed > BODY_BYTES_MAX) throw new Error("an answer is larger than anything asked for here");
    if (needed > this.#bytes.byteLength) this.#grow(needed);
    return this.#bytes.subarray(this.#length);
  }

  /** So many bytes were read into `room`. @returns the answer once its last byte is here @throws for what is no such answer */
  take(bytes: number): HttpAnswer | null {
    this.#length += bytes;
    this.#head ??= this.#readHead();
    if (this.#head === null) return null;
    const { status, end, length } = this.#head;
    if (length === null)
      return this.#readChunks() ? this.#finish(status, end, this.#bodyEnd, this.#at) : null;
    return this.#length < end + length ? null : this.#finish(status, end, end + length, end + length);
  }

  #drop(): void {
    if (this.#done === 0) return;
    this.#bytes.copyWithin(0, this.#done, this.#length);
    this.#length -= this.#done;
    this.#done = 0;
  }

  #grow(needed: number): void {
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, 2 * this.#bytes.byteLength));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }

  #readHead(): Head | null {
    const end = this.#bytes.subarray(0, this.#length).indexOf(HEAD_END);
    if (end < 0) {
      if (this.#length > HEAD_BYTES_MAX) throw new Error("an answer's head does not end");
      return null;
    }
    const head = parseHead(this.#bytes.toString("latin1", 0, end), end + HEAD_END.byteLength);
    this.#at = this.#bodyEnd = head.end;
    if (head.length !== null && head.end + head.length > this.#bytes.byteLength)
      this.#grow(head.end + head.length);
    return head;
  }

  /** Moves whole chunks together. @returns whether the last one was among them */
  #readChunks(): boolean {
    while (true) {
      const line = this.#bytes.subarray(0, this.#length).indexOf(LINE_END, this.#at);
      if (line < 0) return false;
      const size = Number.parseInt(this.#bytes.toString("latin1", this.#at, line), 16);
      if (!(size >= 0)) throw new Error("a chunk states no length");
      const from = line + LINE_END.byteLength;
      const to = from + size;
      // Without trailers: no server here sends any.
      if (this.#length < to + LINE_END.byteLength) return false;
      this.#bytes.copyWithin(this.#bodyEnd, from, to);
      this.#bodyEnd += size;
      this.#at = to + LINE_END.byteLength;
      if (size === 0) return true;
    }
  }

  #finish(status: number, from: number, to: number, end: number): HttpAnswer {
    this.#head = null;
    this.#done = end;
    return { status, body: this.#bytes.subarray(from, to) };
  }
}

interface Head {
  status: number;
  /** Where the body begins. */
  end: number;
  /** Of the body in bytes; null for a chunked one. */
  length: number | null;
}

function parseHead(text: string, end: number): Head {
  const status = /^HTTP\/1\.1 (\d{3}) /.exec(text)?.[1];
  if (status === undefined) throw new Error("this is no answer of HTTP/1.1");
  const stated = /\r\ncontent-length: *(\d+)/i.exec(text)?.[1];
  const chunked = /\r\ntransfer-encoding: *chunked/i.test(text);
  if ((stated === undefined) !== chunked) throw new Error("an answer needs one way to say where it ends");
  return { status: Number(status), end, length: stated === undefined ? null : Number(stated) };
}

const I32 = 5;
const I64 = 6;
const BINARY = 8;
const LIST = 9;
const STRUCT = 12;

/** Writes the Thrift compact protocol, as far as Parquet's metadata needs it (thrift/doc/specs/thrift-compact-protocol.md). */
export class ThriftWriter {
  #bytes = new Uint8Array(256);
  #length = 0;
  #lastField = 0;
  readonly #outerFields: number[] = [];

  i32(field: number, value: number): void {
    this.#header(field, I32);
    this.zigzag(value);
  }

  i64(field: number, value: number): void {
    this.#header(field, I64);
    this.zigzag(value);
  }

  binary(field: number, value: Uint8Array): void {
    this.#header(field, BINARY);
    this.binaryElement(value);
  }

  text(field: number, value: string): void {
    this.binary(field, Buffer.from(value));
  }

  struct(field: number): void {
    this.#header(field, STRUCT);
    this.structElement();
  }

  structElement(): void {
    this.#outerFields.push(this.#lastField);
    this.#lastField = 0;
  }

  end(): void {
    this.#byte(0);
    this.#lastField = this.#outerFields.pop() ?? 0;
  }

  listOfStructs(field: number, length: number): void {
    this.#list(field, STRUCT, length);
  }

  listOfI32(field: number, values: readonly number[]): void {
    this.#list(field, I32, values.length);
    for (const value of values) this.zigzag(value);
  }

  listOfText(field: number, values: readonly string[]): void {
    this.#list(field, BINARY, values.length);
    for (const value of values) this.binaryElement(Buffer.from(value));
  }

  binaryElement(value: Uint8Array): void {
    this.varint(value.byteLength);
    this.#reserve(value.byteLength);
    this.#bytes.set(value, this.#length);
    this.#length += value.byteLength;
  }

  zigzag(value: number): void {
    this.varint(value >= 0 ? value * 2 : -value * 2 - 1);
  }

  /** Any whole number up to 2^53: file offsets may exceed 32 bits. */
  varint(value: number): void {
    let rest = value;
    while (rest >= 128) {
      this.#byte((rest % 128) | 128);
      rest = Math.floor(rest / 128);
    }
    this.#byte(rest);
  }

  /** A copy of what was written. */
  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  #list(field: number, type: number, length: number): void {
    this.#header(field, LIST);
    if (length < 15) this.#byte((length << 4) | type);
    else {
      this.#byte(0xf0 | type);
      this.varint(length);
    }
  }

  #header(field: number, type: number): void {
    const delta = field - this.#lastField;
    if (delta > 0 && delta < 16) this.#byte((delta << 4) | type);
    else {
      this.#byte(type);
      this.zigzag(field);
    }
    this.#lastField = field;
  }

  #byte(value: number): void {
    this.#reserve(1);
    this.#bytes[this.#length++] = value;
  }

  #reserve(bytes: number): void {
    if (this.#length + bytes <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + bytes));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }
}

/** Hand-made Parquet files that lie. Thrift compact, just enough of it. */
export class Thrift {
  readonly bytes: number[] = [];
  #last = 0;
  readonly #stack: number[] = [];

  #field(id: number, type: number): void {
    const delta = id - this.#last;
    if (delta > 0 && delta < 16) this.bytes.push((delta << 4) | type);
    else this.bytes.push(type, id << 1);
    this.#last = id;
  }
  varint(value: number): this {
    let rest = value;
    for (; rest >= 128; rest = Math.floor(rest / 128)) this.bytes.push((rest % 128) | 128);
    this.bytes.push(rest);
    return this;
  }
  number(id: number, value: number, type: 5 | 6 = 5): this {
    this.#field(id, type);
    return this.varint(value * 2);
  }
  text(id: number, value: string): this {
    this.#field(id, 8);
    this.varint(value.length);
    this.bytes.push(...Buffer.from(value));
    return this;
  }
  list(id: number, type: number, size: number): this {
    this.#field(id, 9);
    this.bytes.push(0xf0 | type);
    return this.varint(size);
  }
  open(id?: number): this {
    if (id !== undefined) this.#field(id, 12);
    this.#stack.push(this.#last);
    this.#last = 0;
    return this;
  }
  close(): this {
    this.bytes.push(0);
    this.#last = this.#stack.pop() ?? 0;
    return this;
  }
}

export interface LyingColumn {
  rows: number;
  /** Values the footer claims; equal to the rows when it is honest. */
  values?: number;
  claimedBytes?: number;
  groups?: number;
  page?: Uint8Array;
}

/** One INT64 column `episode_index` in as many row groups as asked for, all pointing at the same page. */
export function lyingFile(column: LyingColumn): Uint8Array {
  const { rows, values = rows, claimedBytes, groups = 1, page = new Uint8Array(0) } = column;
  const t = new Thrift().number(1, 1).list(2, 12, 2);
  t.open().text(4, "schema").number(5, 1).close();
  t.open().number(1, 2).number(3, 0).text(4, "episode_index").close();
  t.number(3, rows * groups, 6).list(4, 12, groups);
  for (let i = 0; i < groups; i++) {
    t.open().list(1, 12, 1).open().number(2, 4, 6).open(3).number(1, 2).list(2, 5, 1).varint(0).list(3, 8, 1);
    t.varint("episode_index".length);
    t.bytes.push(...Buffer.from("episode_index"));
    t.number(4, 0)
      .number(5, values, 6)
      .number(6, claimedBytes ?? page.length, 6)
      .number(7, page.length, 6);
    t.number(9, 4, 6)
      .close()
      .close()
      .number(2, claimedBytes ?? page.length, 6)
      .number(3, rows, 6)
      .close();
  }
  return withFooter(page, Uint8Array.from([...t.bytes, 0]));
}

export function withFooter(body: Uint8Array, footer: Uint8Array, claimedLength = footer.length): Uint8Array {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(claimedLength);
  return Buffer.concat([Buffer.from("PAR1"), body, footer, length, Buffer.from("PAR1")]);
}

/** A v1 data page header in front of some bytes. */
export function dataPage(
  values: number,
  encoding: number,
  body: Uint8Array,
  claimed = body.length,
): Uint8Array {
  const t = new Thrift().number(1, 0).number(2, claimed).number(3, body.length);
  t.open(5).number(1, values).number(2, encoding).number(3, 3).number(4, 3).close();
  return Buffer.concat([Uint8Array.from([...t.bytes, 0]), body]);
}

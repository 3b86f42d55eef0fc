import { crc32 } from "node:zlib";
import type { ColumnMetaData } from "hyparquet";
import { parquetHeader } from "hyparquet/src/column.js";
import { brokenParquet, decoding } from "./broken-parquet.ts";
import type { ByteFile } from "./byte-file.ts";
import { decompressPage } from "./decompress.ts";
import type { Leaf } from "./leaf.ts";
import { PARQUET_LIMITS } from "./limits.ts";
import { decodePlain, decodeValues, type PhysicalValues } from "./page-values.ts";
import { bitWidthOf, decodeRleHybrid } from "./rle-hybrid.ts";
import { skimThrift, ThriftCutShort } from "./skim-thrift.ts";

/** One decoded page. `values` holds only those entries whose definition level is the leaf's highest. */
export interface ColumnPage {
  entries: number;
  /** Null where every entry begins a row. */
  repetition: Uint8Array | null;
  /** Null where every entry has a value. */
  definition: Uint8Array | null;
  values: PhysicalValues;
}

const WINDOW_BYTES = 256 << 10;

/** Reads a column chunk page by page, so that memory is bounded by one page and one dictionary however long it is. */
export class ColumnPages {
  readonly #file: ByteFile;
  readonly #leaf: Leaf;
  readonly #codec: string;
  readonly #end: number;
  #offset: number;
  #entriesLeft: number;
  #dictionary: PhysicalValues | null = null;
  #window: Uint8Array = new Uint8Array(0);
  #windowStart = 0;

  constructor(file: ByteFile, column: ColumnMetaData, leaf: Leaf) {
    this.#file = file;
    this.#leaf = leaf;
    this.#codec = column.codec;
    const dictionary = Number(column.dictionary_page_offset ?? 0);
    const data = Number(column.data_page_offset);
    this.#offset = dictionary > 0 && dictionary < data ? dictionary : data;
    this.#end = this.#offset + Number(column.total_compressed_size);
    this.#entriesLeft = Number(column.num_values);
    // An empty row group has no pages, and some writers give it no place either.
    if (this.#entriesLeft === 0) return;
    if (!(this.#offset >= 4) || !(this.#end >= this.#offset) || this.#end > file.size) {
      throw brokenParquet("points outside of itself");
    }
  }

  /** @returns null after the last page @throws AppError `corrupt_data` */
  async next(): Promise<ColumnPage | null> {
    while (this.#entriesLeft > 0) {
      const { header, headerBytes } = await this.#header();
      const packed = header.compressed_page_size;
      const unpacked = header.uncompressed_page_size;
      if (!(packed >= 0) || !(unpacked >= 0) || this.#offset + headerBytes + packed > this.#end) {
        throw brokenParquet("has a page that leaves its column");
      }
      if (packed > PARQUET_LIMITS.pageBytesMax || unpacked > PARQUET_LIMITS.pageBytesMax) {
        throw brokenParquet(
          `has a page that claims ${unpacked} bytes, more than ${PARQUET_LIMITS.pageBytesMax}`,
        );
      }
      const body = await this.#bytes(this.#offset + headerBytes, packed);
      // Few writers state it. Of the bytes as they lie in the file: parquet.thrift, PageHeader.
      if (header.crc !== undefined && (crc32(body) | 0) !== header.crc)
        throw brokenParquet("has a page that is not what was written");
      this.#offset += headerBytes + packed;
      if (header.type === "INDEX_PAGE") continue;
      if (header.type === "DICTIONARY_PAGE") {
        this.#dictionary = decoding("page", () => this.#readDictionary(header, body));
        continue;
      }
      const page = decoding("page", () => this.#readData(header, body));
      this.#entriesLeft -= page.entries;
      if (this.#entriesLeft < 0) throw brokenParquet("holds more values than it claims");
      return page;
    }
    return null;
  }

  #readDictionary(header: PageHeader, body: Uint8Array): PhysicalValues {
    const count = header.dictionary_page_header?.num_values ?? -1;
    if (!(count >= 0) || count > PARQUET_LIMITS.pageEntriesMax)
      throw brokenParquet("has a damaged dictionary");
    const bytes = decompressPage(body, header.uncompressed_page_size, this.#codec);
    return decodePlain(bytes, this.#leaf.type, count, this.#leaf.width);
  }

  #readData(header: PageHeader, body: Uint8Array): ColumnPage {
    const v2 = header.data_page_header_v2;
    const entries = v2?.num_values ?? header.data_page_header?.num_values ?? -1;
    if (!(entries >= 0) || entries > PARQUET_LIMITS.pageEntriesMax)
      throw brokenParquet(`has a page of ${entries} values`);
    if (v2 !== undefined) {
      const levelBytes = v2.repetition_levels_byte_length + v2.definition_levels_byte_length;
      if (v2.repetition_levels_byte_length < 0 || levelBytes < 0 || levelBytes > body.length) {
        throw brokenParquet("has a damaged page");
      }
      const rest = body.subarray(levelBytes);
      const size = header.uncompressed_page_size - levelBytes;
      const values = v2.is_compressed === false ? rest : decompressPage(rest, size, this.#codec);
      const repetition = body.subarray(0, v2.repetition_levels_byte_length);
      const definition = body.subarray(v2.repetition_levels_byte_length, levelBytes);
      return this.#assemble(entries, repetition, definition, values, v2.encoding);
    }
    const encoding = header.data_page_header?.encoding;
    if (encoding === undefined) throw brokenParquet(`has a page of the unknown kind ${header.type}`);
    let rest = decompressPage(body, header.uncompressed_page_size, this.#codec);
    const levels = (max: number): Uint8Array => {
      if (max === 0) return rest.subarray(0, 0);
      const length = new DataView(rest.buffer, rest.byteOffset, rest.byteLength).getUint32(0, true);
      const part = rest.subarray(4, 4 + length);
      rest = rest.subarray(4 + length);
      return part;
    };
    const repetition = levels(this.#leaf.maxRepetition);
    const definition = levels(this.#leaf.maxDefinition);
    return this.#assemble(entries, repetition, definition, rest, encoding);
  }

  #assemble(
    entries: number,
    rep: Uint8Array,
    def: Uint8Array,
    body: Uint8Array,
    encoding: string,
  ): ColumnPage {
    const { maxRepetition, maxDefinition, type, width } = this.#leaf;
    const repetition = decodeLevels(rep, maxRepetition, entries);
    let definition = decodeLevels(def, maxDefinition, entries);
    let present = entries;
    if (definition !== null) {
      for (let i = 0; i < entries; i++) if (definition[i] !== maxDefinition) present -= 1;
      if (present === entries) definition = null;
    }
    const values = decodeValues(body, encoding, type, present, width, this.#dictionary);
    return { entries, repetition, definition, values };
  }

  async #header(): Promise<{ header: PageHeader; headerBytes: number }> {
    for (let want = 1 << 10; ; want *= 8) {
      const length = Math.min(want, this.#end - this.#offset);
      const bytes = await this.#bytes(this.#offset, length);
      try {
        const headerBytes = skimThrift(bytes, "page header");
        const view = new DataView(bytes.buffer, bytes.byteOffset, headerBytes);
        return { header: decoding("page header", () => parquetHeader({ view, offset: 0 })), headerBytes };
      } catch (thrown) {
        if (!(thrown instanceof ThriftCutShort)) throw thrown;
        if (length === this.#end - this.#offset || want >= PARQUET_LIMITS.pageHeaderBytesMax) {
          throw brokenParquet("has a column that ends too early", thrown);
        }
      }
    }
  }

  async #bytes(start: number, length: number): Promise<Uint8Array> {
    const from = start - this.#windowStart;
    if (from >= 0 && from + length <= this.#window.length) return this.#window.subarray(from, from + length);
    this.#window = await this.#file.read(start, Math.max(length, Math.min(WINDOW_BYTES, this.#end - start)));
    this.#windowStart = start;
    return this.#window.subarray(0, length);
  }
}

type PageHeader = ReturnType<typeof parquetHeader>;

function decodeLevels(bytes: Uint8Array, max: number, entries: number): Uint8Array | null {
  if (max === 0) return null;
  const levels = new Uint8Array(entries);
  decodeRleHybrid(bytes, bitWidthOf(max), levels);
  for (let i = 0; i < entries; i++) if ((levels[i] ?? 0) > max) throw brokenParquet("has a damaged page");
  return levels;
}

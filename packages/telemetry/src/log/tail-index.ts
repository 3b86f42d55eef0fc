import { FileSpans } from "./file-spans.ts";
import type { RecordPlace } from "./scan-file.ts";
import { U32List } from "./u32-list.ts";

/** The records of a file; there are millions of them when a log is full of single messages. */
class FileRecords {
  readonly file: number;
  /** The sequence number that the first of them begins with. */
  readonly begin: number;
  /** The sequence number wanted after the last of them. */
  end: number;
  /** Per record: the sequence number it begins with (the one wanted next, if it is no batch) less `begin`, and where it lies. */
  readonly seqs = new U32List();
  readonly offsets = new U32List();
  readonly lengths = new U32List();

  constructor(file: number, begin: number) {
    this.file = file;
    this.begin = begin;
    this.end = begin;
  }

  place(i: number): RecordPlace {
    return { file: this.file, offset: this.offsets.at(i), length: this.lengths.at(i) };
  }
}

/** Where each record of a session lies in files that still exist, in order: for who reads them. 12 to 18 bytes a record. */
export class TailIndex extends FileSpans {
  #files: FileRecords[] = [];

  override add(seq: number, end: number, place: RecordPlace): void {
    super.add(seq, end, place);
    let last = this.#files.at(-1);
    if (last?.file !== place.file) this.#files.push((last = new FileRecords(place.file, seq)));
    last.end = end;
    last.seqs.push(seq - last.begin);
    last.offsets.push(place.offset);
    last.lengths.push(place.length);
  }

  override dropBefore(file: number): void {
    super.dropBefore(file);
    this.#files = this.#files.filter((each) => each.file >= file);
  }

  /** Whether a record of these lies around these bytes of a file; its place. */
  around(file: number, from: number, to: number): RecordPlace | null {
    const found = this.#files.find((each) => each.file === file);
    if (found === undefined) return null;
    const place = found.place(found.offsets.lastBelow(from + 1));
    return from >= place.offset && to <= place.offset + place.length ? place : null;
  }

  /**
   * The records that hold `fromSeq` or anything after it, as far as they begin before `toSeq`. A copy: later records and drops do not
   * change it.
   */
  from(fromSeq: number, toSeq = Infinity): RecordPlace[] {
    return this.#files.flatMap((records, at) => {
      const { begin, end, seqs } = records;
      const following = this.#files[at + 1]?.begin;
      if (following !== undefined && following < fromSeq) return [];
      const places: RecordPlace[] = [];
      // The last record that begins before `fromSeq` may reach it.
      for (let i = seqs.lastBelow(fromSeq - begin); i < seqs.length; i++) {
        const seq = begin + seqs.at(i);
        if (seq >= toSeq) break;
        const over = i + 1 < seqs.length ? begin + seqs.at(i + 1) : end;
        if (seq < fromSeq && over <= fromSeq) continue;
        places.push(records.place(i));
      }
      return places;
    });
  }
}

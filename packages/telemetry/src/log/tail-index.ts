import type { RecordPlace } from "./scan-file.ts";
import { U32List } from "./u32-list.ts";

/** The records of a file; there are millions of them when a log is full of single messages. */
interface FileIndex {
  file: number;
  /** The sequence number that the first of them begins with. */
  begin: number;
  /** The sequence number wanted after the last of them. */
  end: number;
  /** Per record: the sequence number it begins with (the one wanted next, if it is no batch) less `begin`, and where it lies. */
  seqs: U32List;
  offsets: U32List;
  lengths: U32List;
}

/** Where a session's records lie in files that still exist, in order. */
export class TailIndex {
  #files: FileIndex[] = [];

  get empty(): boolean {
    return this.#files.length === 0;
  }

  /** A record that begins with `seq`, after which `end` is wanted. */
  add(seq: number, end: number, { file, offset, length }: RecordPlace): void {
    let last = this.#files.at(-1);
    if (last === undefined || last.file !== file) {
      last = { file, begin: seq, end, seqs: new U32List(), offsets: new U32List(), lengths: new U32List() };
      this.#files.push(last);
    }
    last.end = end;
    last.seqs.push(seq - last.begin);
    last.offsets.push(offset);
    last.lengths.push(length);
  }

  /** Forgets what lies in files before this one. */
  dropBefore(file: number): void {
    this.#files = this.#files.filter((each) => each.file >= file);
  }

  /** The sequence number wanted after the last record in that file; null when it holds none. */
  endIn(file: number): number | null {
    return this.#files.find((each) => each.file === file)?.end ?? null;
  }

  /** The sequence number that the first record begins with. */
  get begin(): number | null {
    return this.#files[0]?.begin ?? null;
  }

  /** The last file that holds a record. */
  get lastFile(): number | null {
    return this.#files.at(-1)?.file ?? null;
  }

  /** Whether a record of these lies around these bytes of a file; its place. */
  around(file: number, from: number, to: number): RecordPlace | null {
    const found = this.#files.find((each) => each.file === file);
    if (found === undefined) return null;
    const place = placeOf(found, found.offsets.lastBelow(from + 1));
    return from >= place.offset && to <= place.offset + place.length ? place : null;
  }

  /**
   * The records that hold `fromSeq` or anything after it, as far as they begin before `toSeq`. A copy: later records and drops do not
   * change it.
   */
  from(fromSeq: number, toSeq = Infinity): RecordPlace[] {
    return this.#files.flatMap((index, at) => {
      const { begin, end, seqs } = index;
      const following = this.#files[at + 1]?.begin;
      if (following !== undefined && following < fromSeq) return [];
      const places: RecordPlace[] = [];
      // The last record that begins before `fromSeq` may reach it.
      for (let i = seqs.lastBelow(fromSeq - begin); i < seqs.length; i++) {
        const seq = begin + seqs.at(i);
        if (seq >= toSeq) break;
        const over = i + 1 < seqs.length ? begin + seqs.at(i + 1) : end;
        if (seq < fromSeq && over <= fromSeq) continue;
        places.push(placeOf(index, i));
      }
      return places;
    });
  }
}

function placeOf({ file, offsets, lengths }: FileIndex, i: number): RecordPlace {
  return { file, offset: offsets.at(i), length: lengths.at(i) };
}

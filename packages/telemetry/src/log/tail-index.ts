import type { RecordPlace } from "./scan-file.ts";

interface FileIndex {
  file: number;
  /** The sequence number wanted after the last of them. */
  end: number;
  /** Per record: the sequence number it begins with (the one wanted next, if it is no batch), and where it lies. */
  seqs: number[];
  offsets: number[];
  lengths: number[];
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
      last = { file, end, seqs: [], offsets: [], lengths: [] };
      this.#files.push(last);
    }
    last.end = end;
    last.seqs.push(seq);
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
    return this.#files[0]?.seqs[0] ?? null;
  }

  /** The last file that holds a record. */
  get lastFile(): number | null {
    return this.#files.at(-1)?.file ?? null;
  }

  /** Whether a record of these lies around these bytes of a file; its place. */
  around(file: number, from: number, to: number): RecordPlace | null {
    const found = this.#files.find((each) => each.file === file);
    if (found === undefined) return null;
    const i = firstHolding(found.offsets, from + 1);
    const place = { file, offset: found.offsets[i] ?? 0, length: found.lengths[i] ?? 0 };
    return from >= place.offset && to <= place.offset + place.length ? place : null;
  }

  /**
   * The records that hold `fromSeq` or anything after it, as far as they begin before `toSeq`. A copy: later records and drops do not
   * change it.
   */
  from(fromSeq: number, toSeq = Infinity): RecordPlace[] {
    return this.#files.flatMap(({ file, end, seqs, offsets, lengths }, at) => {
      const following = this.#files[at + 1]?.seqs[0];
      if (following !== undefined && following < fromSeq) return [];
      const places: RecordPlace[] = [];
      for (let i = firstHolding(seqs, fromSeq); i < seqs.length; i++) {
        if ((seqs[i] ?? 0) >= toSeq) break;
        const over = seqs[i + 1] ?? end;
        if ((seqs[i] ?? 0) < fromSeq && over <= fromSeq) continue;
        places.push({ file, offset: offsets[i] ?? 0, length: lengths[i] ?? 0 });
      }
      return places;
    });
  }
}

/** The last record that begins before `seq` may reach it; those that begin at it do. */
function firstHolding(seqs: readonly number[], seq: number): number {
  let low = 0;
  let high = seqs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((seqs[middle] ?? Infinity) < seq) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}

import type { RecordPlace } from "./scan-file.ts";

/** The records of a session in one file. */
export interface FileSpan {
  file: number;
  /** The sequence number that the first of them begins with. */
  begin: number;
  /** The sequence number wanted after the last of them. */
  end: number;
  /** Behind the last of them. */
  endOffset: number;
}

/** In which files that still exist a session has records, in order. Memory: a few numbers a file, however many records it holds. */
export class FileSpans {
  #spans: FileSpan[] = [];

  get empty(): boolean {
    return this.#spans.length === 0;
  }

  /** The sequence number that the first record begins with. */
  get begin(): number | null {
    return this.#spans[0]?.begin ?? null;
  }

  /** The last file that holds a record. */
  get lastFile(): number | null {
    return this.#spans.at(-1)?.file ?? null;
  }

  /** A record that begins with `seq`, after which `end` is wanted. */
  add(seq: number, end: number, { file, offset, length }: RecordPlace): void {
    let last = this.#spans.at(-1);
    if (last === undefined || last.file !== file) {
      last = { file, begin: seq, end, endOffset: 0 };
      this.#spans.push(last);
    }
    last.end = end;
    last.endOffset = offset + length;
  }

  /** Forgets what lies in files before this one. */
  dropBefore(file: number): void {
    this.#spans = this.#spans.filter((each) => each.file >= file);
  }

  /** The sequence number wanted after the last record in that file; null when it holds none. */
  endIn(file: number): number | null {
    return this.#spans.find((each) => each.file === file)?.end ?? null;
  }

  /** Those that may hold `fromSeq` or anything after it. A copy: later records and drops do not change it. */
  spansFrom(fromSeq: number): FileSpan[] {
    const first = this.#spans.findLastIndex(({ begin }) => begin < fromSeq);
    return this.#spans.slice(Math.max(0, first)).map((span) => ({ ...span }));
  }
}

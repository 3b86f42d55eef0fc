import type { SeqRange, SessionRecord, SessionState } from "@retake/telemetry/log";

/** The log as the worker sees it: read only, in another process than its writer. */
export interface SealSource {
  /** Takes notice of what was written since. */
  refresh(): Promise<void>;
  /** Null when the log holds nothing of it. */
  session(id: string): SealSession | null;
  readTail(id: string, fromSeq: number): AsyncIterable<SessionRecord>;
}

export type SealSession = Pick<SessionState, "meta" | "nextSeq" | "open" | "closeReason" | "gaps"> & {
  /** The first number that `readTail` still has. */
  tailFrom: number;
};

/** Reads a session up to a number (exclusive) and notes what is refused or missing on the way. */
export class WatchedTail {
  readonly #source: Pick<SealSource, "readTail">;
  readonly #toSeq: number;
  readonly #refused: { seq: number; code: string }[] = [];
  readonly #missing: SeqRange[] = [];
  #expected = 0;

  constructor(source: Pick<SealSource, "readTail">, toSeq: number) {
    this.#source = source;
    this.#toSeq = toSeq;
  }

  async *readTail(session: string, fromSeq: number): AsyncGenerator<SessionRecord> {
    this.#expected = fromSeq;
    for await (const record of this.#source.readTail(session, fromSeq)) {
      if (record.kind === "items") {
        const { firstSeq, items } = record.batch;
        this.#miss(Math.min(firstSeq, this.#toSeq));
        if (firstSeq >= this.#toSeq) return;
        for (const [i, item] of items.entries()) {
          if (item.kind === "refused") this.#refused.push({ seq: firstSeq + i, code: item.code });
        }
        this.#expected = firstSeq + items.length;
      }
      yield record;
    }
    this.#miss(this.#toSeq);
  }

  /** How many messages before `nextSeq` were refused, by reason. */
  refusedBefore(nextSeq: number): Map<string, number> {
    const counts = new Map<string, number>();
    for (const { seq, code } of this.#refused) {
      if (seq < nextSeq) counts.set(code, (counts.get(code) ?? 0) + 1);
    }
    return counts;
  }

  missingBefore(nextSeq: number): SeqRange[] {
    return this.#missing.flatMap(({ from, to }) =>
      from < nextSeq ? [{ from, to: Math.min(to, nextSeq - 1) }] : [],
    );
  }

  #miss(upTo: number): void {
    if (upTo > this.#expected) this.#missing.push({ from: this.#expected, to: upTo - 1 });
    this.#expected = Math.max(this.#expected, upTo);
  }
}

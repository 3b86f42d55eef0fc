import type { ItemBatch, LogItem, LogTopic } from "@retake/telemetry/log";

const SCANNED_MAX = 8;

/** Consecutive items on their way into one log record. */
export class BatchBuilder {
  readonly firstSeq: number;
  readonly #topics: LogTopic[] = [];
  /** Made when there are more topics than are looked through quickly. */
  #indexes: Map<LogTopic, number> | null = null;
  readonly #items: LogItem[] = [];
  bytes = 0;

  constructor(firstSeq: number) {
    this.firstSeq = firstSeq;
  }

  get count(): number {
    return this.#items.length;
  }

  /** @param topic one object per topic of a recording */
  topicIndex(topic: LogTopic): number {
    const known = this.#indexes === null ? this.#topics.indexOf(topic) : (this.#indexes.get(topic) ?? -1);
    if (known >= 0) return known;
    const index = this.#topics.push(topic) - 1;
    if (index === SCANNED_MAX) this.#indexes = new Map(this.#topics.map((each, i) => [each, i]));
    else this.#indexes?.set(topic, index);
    return index;
  }

  add(item: LogItem, bytes: number): void {
    this.#items.push(item);
    this.bytes += bytes;
  }

  finish(): ItemBatch {
    return { firstSeq: this.firstSeq, topics: this.#topics, items: this.#items };
  }
}

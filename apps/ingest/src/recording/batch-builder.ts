import type { ItemBatch, LogItem, LogTopic } from "@retake/telemetry/log";

/** Consecutive items on their way into one log record. */
export class BatchBuilder {
  readonly firstSeq: number;
  readonly #topics: LogTopic[] = [];
  readonly #indexes = new Map<LogTopic, number>();
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
    const known = this.#indexes.get(topic);
    if (known !== undefined) return known;
    const index = this.#topics.push(topic) - 1;
    this.#indexes.set(topic, index);
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

import type { SampleType, SampleValues, TopicColumns } from "../types.ts";
import { timeOrder } from "../reader/time-order.ts";
import { GrowingColumn } from "./growing-column.ts";
import { dimsOf } from "./sample-values.ts";
import type { LogSample, LogTopic } from "./session-record.ts";

/** Where a picture lies in its camera's blob. */
export interface PicturePlace {
  offset: number;
  length: number;
}

export interface CollectedTopics {
  /** Each topic's rows in order of time; rows of one time in the order of arrival. */
  topics: TopicColumns[];
  /** The same rows in the same order; values are [time as sent, server time]. */
  clock: TopicColumns[];
}

/** Samples on their way to columns. Memory: a little more than the columns themselves take, at most twice. */
export class TopicCollector {
  readonly #topics = new Map<string, TopicRows>();

  /** Whether samples of this topic go with those already here: a topic never changes its type or shape within a segment. */
  admits({ name, type, shape }: LogTopic): boolean {
    const known = this.#topics.get(name)?.topic;
    return known === undefined || (known.type === type && String(known.shape) === String(shape));
  }

  /** `t` must be finite. */
  add(topic: LogTopic, sample: LogSample, { t, picture }: { t: number; picture: PicturePlace | null }): void {
    const rows = this.#topics.get(topic.name) ?? new TopicRows(topic);
    this.#topics.set(topic.name, rows);
    rows.add(sample, { t, picture });
  }

  /** In the episode's time: as sent; where that is no finite number, the time of the topic's newest row, before its first `timeBefore`. */
  timeOf({ name }: LogTopic, sent: number, timeBefore: number): number {
    return Number.isFinite(sent) ? sent : (this.#topics.get(name)?.lastTime ?? timeBefore);
  }

  finish(): CollectedTopics {
    const collected = [...this.#topics.values()].map((rows) => rows.finish());
    return { topics: collected.map(({ topic }) => topic), clock: collected.map(({ clock }) => clock) };
  }
}

class TopicRows {
  readonly topic: LogTopic;
  lastTime = 0;
  readonly #dims: number;
  #rows = 0;
  readonly #t = new GrowingColumn((length) => new Float64Array(length));
  readonly #clock = new GrowingColumn((length) => new Float64Array(length), 2);
  readonly #frame = new GrowingColumn((length) => new Int32Array(length));
  readonly #texts: string[] = [];
  readonly #values: GrowingColumn<Float32Array | Float64Array | BigInt64Array | Uint8Array>;
  /** Offset and length of each picture. */
  readonly #pictures = new GrowingColumn((length) => new Float64Array(length), 2);

  constructor(topic: LogTopic) {
    this.topic = topic;
    this.#dims = topic.type === "image" ? 0 : topic.type === "string" ? 1 : dimsOf(topic.shape);
    this.#values = new GrowingColumn(arrayOf(topic.type), this.#dims);
  }

  add(sample: LogSample, { t, picture }: { t: number; picture: PicturePlace | null }): void {
    this.lastTime = t;
    this.#rows++;
    this.#t.push([t]);
    this.#clock.push([sample.t, sample.serverTime]);
    this.#frame.push([sample.frame]);
    if (picture !== null) this.#pictures.push([picture.offset, picture.length]);
    else if (typeof sample.values === "string") this.#texts.push(sample.values);
    else this.#values.push(sample.values);
  }

  finish(): { topic: TopicColumns; clock: TopicColumns } {
    const { name, type, shape } = this.topic;
    const order = this.#order();
    const [t, frame] = [this.#t.gather(order), this.#frame.gather(order)];
    const topic: TopicColumns = {
      name,
      type,
      shape: type === "string" ? [] : shape,
      dims: this.#dims,
      t,
      frame,
      values: this.#valuesIn(order),
    };
    if (type === "image") {
      const places = this.#pictures.gather(order);
      topic.blob = {
        offset: Float64Array.from(order, (_, row) => places[2 * row] ?? 0),
        length: Int32Array.from(order, (_, row) => places[2 * row + 1] ?? 0),
      };
    }
    const values = this.#clock.gather(order);
    return { topic, clock: { name, type: "float64", shape: [2], dims: 2, t, frame, values } };
  }

  #order(): Uint32Array {
    const asTheyCame = Uint32Array.from({ length: this.#rows }, (_, row) => row);
    return timeOrder(this.#t.gather(asTheyCame)) ?? asTheyCame;
  }

  #valuesIn(order: Uint32Array): SampleValues {
    const { type } = this.topic;
    if (type === "string") return Array.from(order, (row) => this.#texts[row] ?? "");
    if (type === "image") return new Float32Array(0);
    return this.#values.gather(order);
  }
}

function arrayOf(
  type: SampleType,
): (length: number) => Float32Array | Float64Array | BigInt64Array | Uint8Array {
  switch (type) {
    case "float64":
      return (length) => new Float64Array(length);
    case "int64":
      return (length) => new BigInt64Array(length);
    case "bool":
      return (length) => new Uint8Array(length);
    case "float32":
    case "string":
    case "image":
      return (length) => new Float32Array(length);
  }
}

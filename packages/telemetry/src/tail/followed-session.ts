import type { RecordPlace } from "../log/scan-file.ts";
import type { SampleSpan } from "../log/walk-items.ts";
import type { SealedMark } from "../log/seal-session.ts";
import type { LogTopic } from "../log/session-record.ts";
import type { SampleType } from "../types.ts";

/** Of one topic, in a stretch of the log. */
export interface TailTopic {
  name: string;
  type: SampleType;
  shape: number[];
  count: number;
  /** In the episode's time: where a time was no finite number, the one before it. */
  firstTime: number;
  lastTime: number;
}

/** The newest picture of a camera, by number. */
export interface TailPicture {
  topic: string;
  seq: number;
  /** As sent. */
  t: number;
  frame: number;
}

/** A stretch of consecutive items, in one file, that becomes one segment. Only the youngest grows. */
export interface Stretch {
  file: number;
  fromSeq: number;
  /** Exclusive. */
  toSeq: number;
  /** The latest time before it, s: for a sample whose own is no number and that has none of its topic before it. */
  timeBefore: number;
  /** Of numbers and texts, with their times. */
  valueBytes: number;
  /** In the log, pictures included. */
  recordBytes: number;
  topics: Map<string, TailTopic>;
}

/** A stretch is complete with this many bytes of values: what its segment takes in memory, about. */
const VALUE_BYTES = 2 << 20;
/** Or with this many in the log: what has to be read to make its segment. */
const RECORD_BYTES = 16 << 20;
/** A robot that marks every message is not marking. */
const MARKS_MAX = 10_000;
/** Time, frame number, place of a picture. */
const ROW_BYTES = 24;

/** What is known of a session's samples that lie in the log, without holding any. */
export class FollowedSession {
  #stretches: Stretch[] = [];
  readonly #pictures = new Map<string, TailPicture>();
  #marks: { file: number; mark: SealedMark }[] = [];
  #latestTime = 0;
  #lastTime: number | null = null;

  get stretches(): readonly Stretch[] {
    return this.#stretches;
  }

  get pictures(): TailPicture[] {
    return [...this.#pictures.values()];
  }

  get lastTime(): number | null {
    return this.#lastTime;
  }

  get marks(): SealedMark[] {
    return this.#marks.map(({ mark }) => mark);
  }

  /** Of all stretches together. */
  topics(): TailTopic[] {
    const sums = new Map<string, TailTopic>();
    for (const topic of this.#stretches.flatMap(({ topics }) => [...topics.values()])) {
      const sum = sums.get(topic.name);
      if (sum === undefined) sums.set(topic.name, { ...topic });
      else addTopic(sum, topic);
    }
    return [...sums.values()];
  }

  /** A record that adds the numbers `[fromSeq, toSeq)`. */
  begin(place: RecordPlace, fromSeq: number, toSeq: number): void {
    const youngest = this.#stretches.at(-1);
    const goesOn =
      youngest !== undefined &&
      youngest.file === place.file &&
      youngest.valueBytes < VALUE_BYTES &&
      youngest.recordBytes + place.length <= RECORD_BYTES;
    const stretch = goesOn ? youngest : this.#open(place.file, fromSeq);
    stretch.toSeq = toSeq;
    stretch.recordBytes += place.length;
  }

  add(sample: SampleSpan): void {
    const { topic, seq, frame } = sample;
    const stretch = this.#stretchFor(sample);
    if (stretch === undefined) return;
    const known = stretch.topics.get(topic.name);
    const t = Number.isFinite(sample.t) ? sample.t : (known?.lastTime ?? stretch.timeBefore);
    this.#latestTime = Math.max(this.#latestTime, t);
    this.#lastTime = t;
    const { name, type, shape } = topic;
    const one = { name, type, shape, count: 1, firstTime: t, lastTime: t };
    if (known === undefined) stretch.topics.set(name, one);
    else addTopic(known, one);
    stretch.valueBytes += ROW_BYTES + (type === "image" ? 0 : sample.to - sample.from);
    if (type === "image") this.#pictures.set(name, { topic: name, seq, t: sample.t, frame });
  }

  addMark(file: number, mark: SealedMark): void {
    this.#marks.push({ file, mark });
    if (this.#marks.length > 2 * MARKS_MAX) this.#marks = this.#marks.slice(-MARKS_MAX);
  }

  /** This file and those before it are gone. */
  drop(file: number): void {
    this.#marks = this.#marks.filter((mark) => mark.file > file);
    this.#stretches = this.#stretches.filter((stretch) => stretch.file > file);
  }

  /** A topic never changes within a segment. */
  #stretchFor({ topic, seq }: SampleSpan): Stretch | undefined {
    const youngest = this.#stretches.at(-1);
    const known = youngest?.topics.get(topic.name);
    if (youngest === undefined || known === undefined || isSame(known, topic)) return youngest;
    const { file, toSeq } = youngest;
    youngest.toSeq = seq;
    const stretch = this.#open(file, seq);
    stretch.toSeq = toSeq;
    return stretch;
  }

  #open(file: number, fromSeq: number): Stretch {
    const stretch: Stretch = {
      file,
      fromSeq,
      toSeq: fromSeq,
      timeBefore: this.#latestTime,
      valueBytes: 0,
      recordBytes: 0,
      topics: new Map(),
    };
    this.#stretches.push(stretch);
    return stretch;
  }
}

function addTopic(sum: TailTopic, { count, firstTime, lastTime }: TailTopic): void {
  sum.count += count;
  sum.firstTime = Math.min(sum.firstTime, firstTime);
  sum.lastTime = Math.max(sum.lastTime, lastTime);
}

function isSame(known: TailTopic, { type, shape }: LogTopic): boolean {
  return (
    known.type === type &&
    known.shape.length === shape.length &&
    shape.every((size, i) => known.shape[i] === size)
  );
}

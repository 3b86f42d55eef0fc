import { TopicCollector } from "../log/collect-topics.ts";
import { decodeValues } from "../log/sample-values.ts";
import type { RecordPlace } from "../log/scan-file.ts";
import { walkItems, type SampleSpan } from "../log/walk-items.ts";
import type { TopicColumns } from "../types.ts";
import { placeOfPicture } from "./picture-place.ts";

export interface StretchBounds {
  fromSeq: number;
  /** See `Stretch.timeBefore`. */
  timeBefore: number;
  /** Absent: all topics. */
  topics?: ReadonlySet<string>;
  /** Both ends inclusive, in the episode's time. */
  from?: number;
  to?: number;
  /** False: pictures are passed over. */
  pictures?: boolean;
  /** Is full with this many bytes of times, frame numbers and values. */
  bytesMax?: number;
}

/** Time and frame number. */
const ROW_BYTES = 12;

/** Samples on their way from the log to columns. Pictures stay where they are: their places are those of the log. */
export class StretchColumns {
  readonly fromSeq: number;
  nextSeq: number;
  #bytes = 0;
  readonly #bounds: StretchBounds;
  readonly #collector = new TopicCollector();

  constructor(bounds: StretchBounds) {
    this.fromSeq = bounds.fromSeq;
    this.nextSeq = bounds.fromSeq;
    this.#bounds = bounds;
  }

  /** The samples of a record that come next and before `toSeq`. @throws AppError `corrupt_data` */
  add(payload: Buffer, place: RecordPlace, toSeq: number): void {
    const fromSeq = this.nextSeq;
    walkItems(payload, {
      sample: (sample) => {
        if (sample.seq < fromSeq || sample.seq >= toSeq || this.isFull) return;
        this.nextSeq = sample.seq + 1;
        if (this.#bounds.topics?.has(sample.topic.name) ?? true) this.#add(payload, place, sample);
      },
    });
  }

  get isFull(): boolean {
    return this.#bytes >= (this.#bounds.bytesMax ?? Infinity);
  }

  /** Nothing that is wanted comes before this number any more. */
  reach(seq: number): void {
    this.nextSeq = Math.max(this.nextSeq, seq);
  }

  /** May be called again after more was added. */
  finish(): TopicColumns[] {
    return this.#collector.finish().topics;
  }

  #add(payload: Buffer, place: RecordPlace, sample: SampleSpan): void {
    const { topic, serverTime, frame, from, to } = sample;
    const { from: fromTime = -Infinity, to: toTime = Infinity } = this.#bounds;
    const t = this.#collector.timeOf(topic, sample.t, this.#bounds.timeBefore);
    if (t < fromTime || t > toTime || !this.#collector.admits(topic)) return;
    const isPicture = topic.type === "image";
    if (isPicture && this.#bounds.pictures === false) return;
    const values = isPicture ? new Uint8Array(0) : decodeValues(topic, payload.subarray(from, to));
    const picture = isPicture ? placeOfPicture(place, from, to) : null;
    this.#collector.add(
      topic,
      { kind: "sample", topic: 0, t: sample.t, serverTime, frame, values },
      { t, picture },
    );
    this.#bytes += ROW_BYTES + (isPicture ? 0 : to - from);
  }
}

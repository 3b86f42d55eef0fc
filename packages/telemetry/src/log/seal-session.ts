import type { ObjectStore } from "../object-store/index.ts";
import type { WrittenSegment } from "../types.ts";
import { createFrameBlobWriter, type FrameBlobWriter } from "../writer/frame-blob-writer.ts";
import { writeSegment } from "../writer/write-segment.ts";
import { TopicCollector, type PicturePlace } from "./collect-topics.ts";
import type { SessionLog } from "./session-log.ts";
import type { LogSample, LogTopic, Mark, SampleBatch } from "./session-record.ts";

export interface SealOptions {
  log: SessionLog;
  store: ObjectStore;
  session: string;
  episodeId: string;
  /** 0, 1, 2, …: the number of parts of this session that the catalogue has. */
  part: number;
  /** `nextSeq` of the part before, 1 for the first. */
  fromSeq: number;
  /** A part ends with the sample that reaches this many bytes of values and pictures. */
  bytesMax?: number;
  /**
   * A sample's time in the episode, s: finite, and not before the part before. Unless given, the time as sent; where that is no
   * number, the time of the topic's sample before it.
   */
  timeOf?: (sample: LogSample, topic: LogTopic) => number;
}

export interface SealedPart {
  part: number;
  fromSeq: number;
  /** The next part begins with it. */
  nextSeq: number;
  segment: WrittenSegment;
  /** Pictures of each camera, by topic. */
  blobs: { topic: string; key: string; bytes: number }[];
  /** In order of arrival. Those at the seam of two parts are in both: their number tells. */
  marks: { number: number; mark: Mark }[];
  /** Samples whose time is not the one that was sent. */
  timesReplaced: number;
}

const PART_BYTES = 64 << 20;

/**
 * Writes the next part of a session to the object store from what is durable in the log. Nothing is deleted: commit the part to the
 * catalogue, and only then let `SessionLog.dropFiles` go past it. Harmless when repeated: the same samples give the same keys.
 * A part ends early where a topic changes its type or shape.
 * @returns null when there is no sample from `fromSeq` on
 * @throws AppError `storage_full`, `unavailable`, `not_found`, `corrupt_data`; no object is visible then but whole blobs of pictures
 */
export async function sealSession(options: SealOptions): Promise<SealedPart | null> {
  const seal = new Seal(options);
  try {
    for await (const record of options.log.readTail(options.session, options.fromSeq)) {
      if (record.kind === "mark") seal.marks.push({ number: record.number, mark: record.mark });
      if (record.kind === "samples" && !(await seal.add(record.batch))) break;
    }
    return seal.nextSeq === null ? null : await seal.finish(seal.nextSeq);
  } finally {
    await seal.abort();
  }
}

class Seal {
  readonly marks: SealedPart["marks"] = [];
  nextSeq: number | null = null;
  readonly #options: SealOptions;
  readonly #collector = new TopicCollector();
  readonly #blobs = new Map<string, FrameBlobWriter>();
  #bytes = 0;
  #timesReplaced = 0;

  constructor(options: SealOptions) {
    this.#options = options;
  }

  /** @returns false when the part is complete */
  async add({ firstSeq, topics, samples }: SampleBatch): Promise<boolean> {
    for (const [i, sample] of samples.entries()) {
      const topic = topics[sample.topic];
      if (topic === undefined) continue;
      if (!this.#collector.admits(topic) || this.#bytes >= (this.#options.bytesMax ?? PART_BYTES))
        return false;
      const t = this.#timeOf(sample, topic);
      if (!Object.is(t, sample.t)) this.#timesReplaced++;
      this.#collector.add(topic, sample, { t, picture: await this.#storePicture(topic, sample) });
      this.#bytes += typeof sample.values === "string" ? sample.values.length : sample.values.byteLength;
      this.nextSeq = firstSeq + i + 1;
    }
    return true;
  }

  async finish(nextSeq: number): Promise<SealedPart> {
    const { store, episodeId, part, fromSeq } = this.#options;
    const blobs = [];
    for (const [topic, writer] of this.#blobs) blobs.push({ topic, ...(await writer.finish()) });
    const segment = await writeSegment(store, { episodeId, part, topics: this.#collector.columns() });
    return { part, fromSeq, nextSeq, segment, blobs, marks: this.marks, timesReplaced: this.#timesReplaced };
  }

  /** Harmless after `finish`. */
  async abort(): Promise<void> {
    for (const writer of this.#blobs.values()) await writer.abort();
  }

  #timeOf(sample: LogSample, topic: LogTopic): number {
    const { timeOf } = this.#options;
    if (timeOf !== undefined) return timeOf(sample, topic);
    return Number.isFinite(sample.t) ? sample.t : (this.#collector.lastTime(topic.name) ?? 0);
  }

  async #storePicture({ name, type }: LogTopic, { values }: LogSample): Promise<PicturePlace | null> {
    if (type !== "image" || !(values instanceof Uint8Array)) return null;
    const { store, episodeId } = this.#options;
    const writer = this.#blobs.get(name) ?? (await createFrameBlobWriter(store, { episodeId, camera: name }));
    this.#blobs.set(name, writer);
    return await writer.append(values);
  }
}

import type { ObjectStore } from "../object-store/index.ts";
import type { WrittenSegment } from "../types.ts";
import { createFrameBlobWriter, type FrameBlobWriter } from "../writer/frame-blob-writer.ts";
import { writeSegment } from "../writer/write-segment.ts";
import { TopicCollector, type PicturePlace } from "./collect-topics.ts";
import type { ItemBatch, LogItem, LogSample, LogTopic, Mark, SessionRecord } from "./session-record.ts";

/** Where the durable records of a session are read: the writer's own log, or a read-only follower of its files. */
export interface TailSource {
  readTail(session: string, fromSeq: number): AsyncIterable<SessionRecord>;
}

export interface SealOptions {
  source: TailSource;
  store: ObjectStore;
  session: string;
  episodeId: string;
  /** 0, 1, 2, …: the number of segments of this episode that the catalogue has. */
  part: number;
  /** `nextSeq` of the part before, 1 for the first. */
  fromSeq: number;
  /** Items from this sequence number on are left for later parts. Given, a repetition gives the same keys even while recording goes on. */
  toSeq?: number;
  /** The latest time of the parts before, s: for a sample whose time is no number and that has none of its topic before it. */
  timeBefore?: number;
  /** A part ends with the sample that reaches this many bytes of values and pictures, times and frame numbers included. */
  bytesMax?: number;
}

export interface SealedPart {
  part: number;
  fromSeq: number;
  /** The next part begins with it. Equal to `fromSeq` when there were only marks without a number. */
  nextSeq: number;
  /** Null when there was no sample, only marks and refused items. */
  segment: WrittenSegment | null;
  /**
   * The same topics and rows, as float64 of shape [2]: the time as sent and the server's time since 1970. Null where `segment` is.
   */
  clock: WrittenSegment | null;
  /** Pictures of each camera, by topic. */
  blobs: { topic: string; key: string; bytes: number }[];
  /** In order of arrival. Those without a number at the seam of two parts are in both: the key tells. */
  marks: SealedMark[];
  /** Samples whose time was no finite number. */
  timesReplaced: number;
  /** Whether the source had nothing behind this part, up to `toSeq`, when it was read. */
  atEnd: boolean;
}

export interface SealedMark {
  /** `s<seq>` of a numbered one, `m<number>` of others. */
  key: string;
  mark: Mark;
}

const PART_BYTES = 64 << 20;
/** Time, frame number, both clocks. */
const ROW_BYTES = 8 + 4 + 16;

/**
 * Writes the next part of a session to the object store from what is durable in the log. Nothing is deleted: commit the part to the
 * catalogue, and only then let `SessionLog.dropFiles` go past it. Harmless when repeated: the same items give the same keys.
 * A part ends early where a topic changes its type or shape. Parts may overlap in time: robots' clocks jump.
 * A sample's time is the one that was sent; where that is no finite number, the one of the topic's sample before it.
 * @returns null when there is nothing from `fromSeq` on
 * @throws AppError `storage_full`, `unavailable`, `not_found`, `corrupt_data`; whole objects that no catalogue names may stay then, to
 * be taken up by a repetition
 */
export async function sealSession(options: SealOptions): Promise<SealedPart | null> {
  const seal = new Seal(options);
  try {
    for await (const record of options.source.readTail(options.session, options.fromSeq)) {
      if (!(await seal.add(record))) break;
    }
    return await seal.finish();
  } finally {
    await seal.abort();
  }
}

class Seal {
  readonly #options: SealOptions;
  readonly #bytesMax: number;
  readonly #collector = new TopicCollector();
  readonly #blobs = new Map<string, FrameBlobWriter>();
  readonly #marks: SealedMark[] = [];
  #nextSeq: number;
  #rows = 0;
  #bytes = 0;
  #timesReplaced = 0;
  #atEnd = true;

  constructor(options: SealOptions) {
    this.#options = options;
    this.#bytesMax = options.bytesMax ?? PART_BYTES;
    this.#nextSeq = options.fromSeq;
  }

  /** @returns false when the part is complete */
  async add(record: SessionRecord): Promise<boolean> {
    if (record.kind === "mark") this.#marks.push({ key: `m${record.number}`, mark: record.mark });
    return record.kind !== "items" || (await this.#addBatch(record.batch));
  }

  async finish(): Promise<SealedPart | null> {
    const { store, episodeId, part, fromSeq } = this.#options;
    if (this.#nextSeq === fromSeq && this.#marks.length === 0) return null;
    const blobs: SealedPart["blobs"] = [];
    for (const [topic, writer] of this.#blobs) blobs.push({ topic, ...(await writer.finish()) });
    const { topics, clock } = this.#collector.finish();
    const write = async (columns: typeof topics): Promise<WrittenSegment | null> =>
      this.#rows === 0 ? null : await writeSegment(store, { episodeId, part, topics: columns });
    return {
      part,
      fromSeq,
      nextSeq: this.#nextSeq,
      segment: await write(topics),
      clock: await write(clock),
      blobs,
      marks: this.#marks,
      timesReplaced: this.#timesReplaced,
      atEnd: this.#atEnd,
    };
  }

  /** Harmless after `finish`. Never fails. */
  async abort(): Promise<void> {
    await Promise.allSettled([...this.#blobs.values()].map((writer) => writer.abort()));
  }

  async #addBatch({ firstSeq, topics, items }: ItemBatch): Promise<boolean> {
    for (const [i, item] of items.entries()) {
      if (firstSeq + i >= (this.#options.toSeq ?? Infinity)) return false;
      if (!(await this.#addItem(item, { seq: firstSeq + i, topics }))) return (this.#atEnd = false);
      this.#nextSeq = firstSeq + i + 1;
    }
    return true;
  }

  async #addItem(item: LogItem, { seq, topics }: { seq: number; topics: LogTopic[] }): Promise<boolean> {
    if (item.kind === "mark") {
      this.#marks.push({ key: `s${seq}`, mark: { ...item.mark, serverTime: item.serverTime } });
    }
    const topic = item.kind === "sample" ? topics[item.topic] : undefined;
    if (item.kind !== "sample" || topic === undefined) return true;
    if (this.#bytes >= this.#bytesMax || !this.#collector.admits(topic)) return false;
    if (!Number.isFinite(item.t)) this.#timesReplaced++;
    const t = this.#collector.timeOf(topic, item.t, this.#options.timeBefore ?? 0);
    this.#collector.add(topic, item, { t, picture: await this.#storePicture(topic, item) });
    this.#bytes += ROW_BYTES + item.values.length * bytesPerValue(item);
    this.#rows++;
    return true;
  }

  async #storePicture({ name, type }: LogTopic, { values }: LogSample): Promise<PicturePlace | null> {
    if (type !== "image" || !(values instanceof Uint8Array)) return null;
    const { store, episodeId } = this.#options;
    const writer = this.#blobs.get(name) ?? (await createFrameBlobWriter(store, { episodeId, camera: name }));
    this.#blobs.set(name, writer);
    return await writer.append(values);
  }
}

function bytesPerValue({ values }: LogSample): number {
  return typeof values === "string" ? 1 : values.BYTES_PER_ELEMENT;
}

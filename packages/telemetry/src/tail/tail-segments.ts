import { notFound } from "@retake/core/errors";
import { LRUCache } from "lru-cache";
import { coveredTimes } from "../segment/covered-times.ts";
import { segmentChunks } from "../segment/segment-chunks.ts";
import type { SampleType, SegmentRef, TopicColumns } from "../types.ts";
import type { Stretch } from "./followed-session.ts";
import { StretchColumns } from "./stretch-columns.ts";

/** A stretch of what is not sealed yet, as a part of its episode. */
export interface TailSegment extends SegmentRef {
  fromSeq: number;
  /** Exclusive. */
  toSeq: number;
  topics: TailSegmentTopic[];
  /** Where each camera's pictures lie, by topic, as `Segment.blobs` says it of sealed parts. */
  blobs: Record<string, string>;
}

export interface TailSegmentTopic {
  name: string;
  type: SampleType;
  shape: number[];
  count: number;
  firstTime: number;
  lastTime: number;
  /** Median step from sample to sample, s; null for fewer than two. */
  medianStep: number | null;
}

/** Reads what lies in `[fromSeq, toSeq)` of a session into columns that begin there, or before. */
export type ReadStretch = (session: string, columns: StretchColumns, toSeq: number) => Promise<void>;

interface Encoded {
  segment: TailSegment;
  bytes: Uint8Array;
}

/** Columns that may still grow, so that each sample of the youngest stretch is decoded once. */
const GROWING_MAX = 16;

/** The stretches of sessions as segments in memory, encoded when they are first asked for. */
export class TailSegments {
  readonly #read: ReadStretch;
  readonly #encoded: LRUCache<string, Encoded>;
  readonly #growing = new LRUCache<string, { columns: StretchColumns; keys: string[] }>({ max: GROWING_MAX });
  readonly #running = new Map<string, Promise<Encoded>>();
  encodings = 0;
  /** How often the log has been read anew: pictures may lie elsewhere since. */
  #generation = 0;

  constructor(read: ReadStretch, bytesMax: number) {
    this.#read = read;
    this.#encoded = new LRUCache({
      maxSize: bytesMax,
      sizeCalculation: ({ bytes }) => 1024 + bytes.byteLength,
    });
  }

  /** What was made of the log does not count any more. */
  renew(): void {
    this.#generation++;
    this.#encoded.clear();
    this.#growing.clear();
  }

  /** Of what a session has from `fromSeq` on; stretches without samples have none. */
  async of(session: string, stretches: readonly Stretch[], fromSeq: number): Promise<TailSegment[]> {
    const wanted = stretches
      .filter(({ toSeq, topics }) => toSeq > fromSeq && topics.size > 0)
      .map((stretch) => ({ ...stretch, fromSeq: Math.max(stretch.fromSeq, fromSeq) }));
    const segments: TailSegment[] = [];
    for (const stretch of wanted) segments.push((await this.#get(session, stretch)).segment);
    return segments.filter(({ topics }) => topics.length > 0);
  }

  /** @throws AppError `not_found` when the log does not have these samples any more */
  async bytes(session: string, stretches: readonly Stretch[], key: string): Promise<Uint8Array> {
    const held = this.#encoded.get(key);
    if (held !== undefined) return held.bytes;
    const range = /\/(\d+)-(\d+)(?:-\d+)?$/.exec(key);
    const [fromSeq, toSeq] = [Number(range?.[1]), Number(range?.[2])];
    const around = stretches.find((stretch) => stretch.fromSeq <= fromSeq && toSeq <= stretch.toSeq);
    if (range === null || around === undefined) throw notFound("These samples");
    return (await this.#get(session, { fromSeq, toSeq, timeBefore: around.timeBefore })).bytes;
  }

  async #get(session: string, stretch: Pick<Stretch, "fromSeq" | "toSeq" | "timeBefore">): Promise<Encoded> {
    const suffix = this.#generation === 0 ? "" : `-${this.#generation}`;
    const key = `tail/${session}/${stretch.fromSeq}-${stretch.toSeq}${suffix}`;
    const held = this.#encoded.get(key);
    if (held !== undefined) return held;
    let running = this.#running.get(key);
    if (running === undefined) {
      running = this.#encode(session, key, stretch).finally(() => this.#running.delete(key));
      this.#running.set(key, running);
    }
    return await running;
  }

  async #encode(
    session: string,
    key: string,
    { fromSeq, toSeq, timeBefore }: Pick<Stretch, "fromSeq" | "toSeq" | "timeBefore">,
  ): Promise<Encoded> {
    const name = `${session}/${fromSeq}/${this.#generation}`;
    const known = this.#growing.get(name);
    // Taken out while it grows: whoever comes meanwhile begins anew.
    this.#growing.delete(name);
    const grown =
      known !== undefined && known.columns.nextSeq <= toSeq
        ? known
        : { columns: new StretchColumns({ fromSeq, timeBefore }), keys: [] };
    await this.#read(session, grown.columns, toSeq);
    const topics = grown.columns.finish();
    const bytes = Buffer.concat([...segmentChunks(topics)]);
    this.encodings++;
    const encoded = { bytes, segment: describe(session, key, topics, { fromSeq, toSeq, bytes }) };
    this.#encoded.set(key, encoded);
    // Whoever just got the one before may still read it.
    for (const old of grown.keys.splice(0, grown.keys.length - 1)) this.#encoded.delete(old);
    grown.keys.push(key);
    this.#growing.set(name, grown);
    return encoded;
  }
}

function describe(
  session: string,
  key: string,
  topics: readonly TopicColumns[],
  { fromSeq, toSeq, bytes }: { fromSeq: number; toSeq: number; bytes: Uint8Array },
): TailSegment {
  const cameras = topics.filter(({ type }) => type === "image");
  return {
    key,
    bytes: bytes.byteLength,
    ...coveredTimes(topics),
    fromSeq,
    toSeq,
    topics: topics.map(describeTopic),
    blobs: Object.fromEntries(cameras.map(({ name }) => [name, picturesKey(session)])),
  };
}

function describeTopic({ name, type, shape, t }: TopicColumns): TailSegmentTopic {
  const steps = t
    .subarray(1)
    .map((time, row) => time - (t[row] ?? 0))
    .sort();
  return {
    name,
    type,
    shape,
    count: t.length,
    firstTime: t[0] ?? 0,
    lastTime: t.at(-1) ?? 0,
    medianStep: steps[steps.length >> 1] ?? null,
  };
}

/** All pictures of a session that lie in the log. */
export function picturesKey(session: string): string {
  return `tail/${session}/pictures`;
}

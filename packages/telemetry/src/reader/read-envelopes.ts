import { AppError } from "@retake/core/errors";
import { levelValueBytes, type HeadTopic } from "../segment/segment-head.ts";
import type { Envelope, SegmentRef, TimeWindow } from "../types.ts";
import { EnvelopeBuilder } from "./envelope-builder.ts";
import { locateRows } from "./locate-rows.ts";
import { inOrder, selectTopics } from "./read-parts.ts";
import { splitLayouts } from "./split-layouts.ts";
import { sumRange } from "./sum-range.ts";
import type { SegmentCache } from "./segment-cache.ts";
import { timeOrder } from "./time-order.ts";

export interface EnvelopeQuery extends TimeWindow {
  topics?: readonly string[];
  /** How many buckets are wanted over the window: about one per pixel. */
  buckets: number;
}

const BUCKETS_MAX = 1 << 20;

/** A part's rows of a topic that lie in the window. */
interface PartRows {
  ref: SegmentRef;
  topic: HeadTopic;
  start: number;
  end: number;
}

export async function readEnvelopes(
  cache: SegmentCache,
  segments: readonly SegmentRef[],
  { topics, buckets }: EnvelopeQuery,
  { from, to }: { from: number; to: number },
): Promise<Envelope[]> {
  if (!Number.isSafeInteger(buckets) || buckets < 1 || buckets > BUCKETS_MAX) {
    throw new AppError("bad_request", `buckets must be a whole number from 1 to ${BUCKETS_MAX}.`);
  }
  const select = selectTopics(topics);
  const byName = new Map<string, PartRows[]>();
  for (const ref of inOrder(segments)) {
    await cache.use(ref, async (segment) => {
      for (const topic of select(segment)) {
        if (topic.dims === 0 || levelValueBytes(topic.type) === 0) continue;
        const part = { ref, topic, ...(await locateRows(segment, topic, from, to)) };
        const known = byName.get(topic.name);
        if (known === undefined) byName.set(topic.name, [part]);
        else known.push(part);
      }
    });
  }
  const envelopes: Envelope[] = [];
  for (const parts of byName.values()) {
    const filled = parts.filter(({ start, end }) => end > start);
    const layouts = splitLayouts(filled.length > 0 ? filled : parts.slice(0, 1), ({ topic }) => topic);
    for (const { name, pieces } of layouts)
      envelopes.push({ ...(await summarise(cache, pieces, buckets)), topic: name });
  }
  return envelopes;
}

async function summarise(cache: SegmentCache, parts: readonly PartRows[], wanted: number): Promise<Envelope> {
  const [first] = parts;
  if (first === undefined) throw new AppError("internal", "An envelope needs a part.");
  const { name, type, dims } = first.topic;
  const rows = parts.reduce((sum, part) => sum + part.end - part.start, 0);
  // Half as many cells as buckets are still dense enough, and spare reading 16 times more.
  const widths = parts.flatMap(({ topic }) => topic.levels.map((level) => level.width));
  const width = Math.max(1, ...widths.filter((candidate) => rows >= (candidate * wanted) / 2));
  const samplesPerBucket = Math.max(1, Math.ceil(rows / (width * wanted))) * width;
  const builder = new EnvelopeBuilder(dims, samplesPerBucket);
  for (const { ref, topic, start, end } of parts) {
    builder.beginPart();
    await cache.use(ref, (segment) => sumRange(segment, topic, { start, end, width }, builder));
  }
  const buckets = inTimeOrder(builder.finish(levelValueBytes(type) === 8), dims * 3);
  return { topic: name, dims, ...buckets, samplesPerBucket };
}

/** Where parts overlap in time, so do buckets: each keeps its samples and takes its place by the time of the first. */
function inTimeOrder(
  { t, values }: Pick<Envelope, "t" | "values">,
  width: number,
): Pick<Envelope, "t" | "values"> {
  const order = timeOrder(t);
  if (order === null) return { t, values };
  const sorted = new (values instanceof Float64Array ? Float64Array : Float32Array)(values.length);
  for (const [to, from] of order.entries()) {
    sorted.set(values.subarray(from * width, (from + 1) * width), to * width);
  }
  return { t: Float64Array.from(order, (from) => t[from] ?? 0), values: sorted };
}

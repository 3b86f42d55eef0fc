import { createHash } from "node:crypto";
import { keyPart, type ObjectStore } from "../object-store/index.ts";
import { coveredTimes } from "../segment/covered-times.ts";
import { segmentChunks } from "../segment/segment-chunks.ts";
import { summariseTopic } from "../statistics.ts";
import type { TopicColumns, WrittenSegment } from "../types.ts";
import { coalesce } from "./coalesce.ts";

export interface SegmentInput {
  episodeId: string;
  /** 0, 1, 2, …: a label in the key. Parts of a recording may overlap in time. */
  part: number;
  topics: TopicColumns[];
}

/**
 * Seals one part of an episode: when the promise is fulfilled, the segment is durable under a key that holds its content's
 * hash, so that sealing the same samples again changes nothing.
 * @throws AppError `bad_request` (samples that cannot be stored faithfully), `storage_full`, `unavailable`; nothing is left behind then
 */
export async function writeSegment(
  store: ObjectStore,
  { episodeId, part, topics }: SegmentInput,
): Promise<WrittenSegment> {
  const staged = await store.stage();
  try {
    const hash = createHash("sha256");
    let bytes = 0;
    for (const chunk of coalesce(segmentChunks(topics))) {
      hash.update(chunk);
      bytes += chunk.byteLength;
      await staged.write(chunk);
    }
    const key = segmentKey(episodeId, part, hash.digest("hex"));
    await staged.commit(key);
    return {
      key,
      bytes,
      ...coveredTimes(topics),
      rows: topics.reduce((sum, topic) => sum + topic.t.length, 0),
      topics: topics.map(summariseTopic),
    };
  } finally {
    await staged.abort();
  }
}

/** `seg/<ab>/<episode>/<part>-<sha12>.parquet` */
function segmentKey(episodeId: string, part: number, sha256: string): string {
  const episode = keyPart(episodeId);
  return `seg/${episode.slice(0, 2)}/${episode}/${String(part).padStart(4, "0")}-${sha256.slice(0, 12)}.parquet`;
}

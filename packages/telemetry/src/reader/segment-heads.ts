import { AppError } from "@retake/core/errors";
import { LRUCache } from "lru-cache";
import { HEAD_AT, MAGIC, type HeadTopic, type SegmentHead } from "../segment/segment-head.ts";
import type { SegmentRef } from "../types.ts";

export type Topics = ReadonlyMap<string, HeadTopic>;

const KNOWN_BYTES_MAX = 8 << 20;

/**
 * Parsed heads by their bytes. Episodes of one length from one robot have the same head, and parsing it takes as long as opening the
 * file: at 10,000 episodes there are some hundreds of heads.
 */
export class SegmentHeads {
  readonly #known = new LRUCache<string, Topics>({
    maxSize: KNOWN_BYTES_MAX,
    // The text, and what is made of it, which takes about three times as much.
    sizeCalculation: (_, text) => 4 * text.length,
  });

  /** @throws AppError `corrupt_data` */
  topicsOf(json: Buffer, key: string): Topics {
    // A character for each byte: quicker than UTF-8, and as good a name.
    const name = json.toString("latin1");
    let topics = this.#known.get(name);
    if (topics === undefined) {
      topics = parseHead(json, key);
      this.#known.set(name, topics);
    }
    return topics;
  }
}

/** Where a segment's head ends, from its first bytes. @throws AppError `corrupt_data` when these are not a segment's */
export function headEnd(first: Buffer, { key, bytes }: SegmentRef): number {
  const headBytes = first.byteLength < HEAD_AT ? 0 : first.readUInt32LE(MAGIC.length);
  const end = HEAD_AT + headBytes;
  if (headBytes === 0 || end > bytes || first.toString("latin1", 0, MAGIC.length) !== MAGIC) {
    throw new AppError("corrupt_data", "This file is not a segment.", { detail: key });
  }
  return end;
}

/** @throws AppError `corrupt_data` */
export function parseHead(json: Buffer, key: string): Topics {
  try {
    const head = JSON.parse(json.toString()) as SegmentHead;
    if (head.version === 1 && Array.isArray(head.topics))
      return new Map(head.topics.map((topic) => [topic.name, topic]));
  } catch {
    // Falls through to the same words: a head that is no JSON is no head.
  }
  throw new AppError("corrupt_data", "This segment's head cannot be read.", { detail: key });
}

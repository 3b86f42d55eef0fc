import { AppError } from "@retake/core/errors";
import { LRUCache } from "lru-cache";
import { HEAD_AT, MAGIC, type HeadTopic, type SegmentHead } from "../segment/segment-head.ts";
import type { SegmentRef } from "../types.ts";

export type Topics = ReadonlyMap<string, HeadTopic>;

const KNOWN_BYTES_MAX = 8 << 20;
/** Where the last topic's rows lie, which tells most heads apart: hashing all of a head takes longer than comparing it. */
const MARK_BYTES = 64;

interface KnownHead {
  json: Uint8Array;
  topics: Topics;
}

/**
 * Parsed heads by their bytes. Episodes of one length from one robot have the same head, and parsing it takes as long as opening the
 * file: at 10,000 episodes there are some hundreds of heads.
 */
export class SegmentHeads {
  readonly #known = new LRUCache<string, KnownHead>({
    maxSize: KNOWN_BYTES_MAX,
    // The text, and what is made of it, which takes about three times as much.
    sizeCalculation: ({ json }) => MARK_BYTES + 4 * json.byteLength,
  });

  /** @throws AppError `corrupt_data` */
  topicsOf(json: Buffer, key: string): Topics {
    const mark = json.toString("latin1", Math.max(0, json.byteLength - MARK_BYTES));
    const known = this.#known.get(mark);
    if (known !== undefined && json.equals(known.json)) return known.topics;
    const topics = parseHead(json, key);
    this.#known.set(mark, { json: new Uint8Array(json), topics });
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

import { createHash } from "node:crypto";
import type { OutgoingItem } from "@retake/mock-robot/client";

/** What a robot knows of one session: a hash of everything it has handed over, and how much of it was acknowledged. */
export class Ledger {
  readonly sessionId: string;
  /** The largest number acknowledged. */
  acked = 0;
  /** As the server counted them in `session_ended`. */
  ended: { messages: number; frames: number } | null = null;
  readonly #handed: { kind: "sample" | "mark"; hash: string }[] = [];

  constructor(sessionId: string) {
    this.sessionId = sessionId;
  }

  /** @returns its number */
  add(item: OutgoingItem): number {
    this.#handed.push(
      item.type === "mark"
        ? { kind: "mark", hash: markHash(item.timestamp, item.text) }
        : { kind: "sample", hash: sampleHash(item.topic, item.timestamp, valuesOf(item)) },
    );
    return this.#handed.length;
  }

  get handed(): number {
    return this.#handed.length;
  }

  /** Hashes by number, of what was handed over. */
  hashes(kind: "sample" | "mark"): Map<number, string> {
    return new Map(
      this.#handed.flatMap((entry, i) => (entry.kind === kind ? [[i + 1, entry.hash] as const] : [])),
    );
  }
}

/** @param values a list of numbers, a text in a list, or the hash of a picture's bytes */
export function sampleHash(topic: string, timestamp: number, values: unknown): string {
  return hashOf(JSON.stringify([topic, timestamp, values]));
}

export function markHash(timestamp: number, text: string | null): string {
  return hashOf(JSON.stringify(["mark", timestamp, text]));
}

export function hashOf(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("base64url").slice(0, 20);
}

function valuesOf(item: Extract<OutgoingItem, { type: "message" }>): unknown {
  if (item.data_type === "string") return [item.data];
  if (item.data_type === "image") return hashOf(item.data);
  return Array.from<number | bigint>(item.data).map(Number);
}

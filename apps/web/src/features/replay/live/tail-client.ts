import { decodeSamples } from "@retake/telemetry/wire";
import type { TopicColumns } from "@retake/telemetry/types";
import { RouteError } from "../data/fetch-binary.ts";

/** One pull of what a recording has beyond a sequence number. */
export interface TailPull {
  topics: TopicColumns[];
  /** All before it has been told. */
  nextSeq: number;
  /** Where the recording stood when it answered. */
  headSeq: number;
  /** Numbers between that asked for and the first told, which lie in finished parts: they are to be had as envelopes only. */
  skipped: number;
  ended: boolean;
}

/** Pulls everything from `fromSeq` on, in one answer that the server keeps to a size. @throws RouteError, or what fetch throws */
export async function pullTail(dataUrl: string, fromSeq: number, signal: AbortSignal): Promise<TailPull> {
  const response = await fetch(`${dataUrl}/tail?after=${fromSeq - 1}`, { signal, cache: "no-store" });
  if (!response.ok) throw new RouteError(response.status, `The server answered ${response.status}.`);
  const number = (name: string): number => Number(response.headers.get(name) ?? 0);
  const bytes = await response.arrayBuffer();
  return {
    topics: bytes.byteLength === 0 ? [] : decodeSamples(bytes),
    nextSeq: number("x-next-seq"),
    headSeq: number("x-head-seq"),
    skipped: number("x-skipped"),
    ended: response.headers.get("x-ended") === "true",
  };
}

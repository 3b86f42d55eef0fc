import { AppError } from "@retake/core/errors";
import type { Embedder } from "../types.ts";
import { type EmbedThread, startEmbedThread, TextRefused, ThreadLost } from "./embed-thread.ts";
import { normalise } from "./unit-vector.ts";

const DIMS = 512;
/** Loading the model takes about a second, a text 18 to 33 ms; on a machine under load ten times that. */
const TIMEOUT_MS = 20_000;
/** Longer texts only cost time: the model averages what it reads. */
const TEXT_MAX = 2_000;
/** Texts that may wait; a whole dataset's come in batches below this. */
const WAITING_MAX = 2_000;
/** After two threads were lost in a row, nothing is tried for a while: search is lexical then. */
const COOL_DOWN_MS = 30_000;

export interface LocalEmbedderOptions {
  timeoutMs?: number;
  /** For tests: another way to start a thread. */
  start?: () => EmbedThread;
  /** Milliseconds, rising. */
  now?: () => number;
}

/**
 * Universal Sentence Encoder Lite (512 dimensions, English) in a thread of its own, started by the first text: no key, no network. Texts pass one
 * by one, those of queries before those of indexing. Its vectors are the same on every machine up to rounding.
 * @throws AppError `unavailable` when the thread was lost twice, or too many texts wait
 */
export function createLocalEmbedder(options: LocalEmbedderOptions = {}): Embedder {
  const { timeoutMs = TIMEOUT_MS, start = startEmbedThread, now = () => performance.now() } = options;
  const waiting: { query: Job[]; index: Job[] } = { query: [], index: [] };
  let thread: EmbedThread | null = null;
  let [busy, closed, brokenUntil] = [false, false, -Infinity];

  const attempt = async (text: string): Promise<Float32Array> => {
    if (thread?.alive !== true) thread = start();
    const vector = normalise(await thread.run(text, timeoutMs));
    if (vector?.length !== DIMS) throw new TextRefused("the model gave no vector");
    return vector;
  };
  const embedOne = async (text: string): Promise<Float32Array> => {
    if (now() < brokenUntil) throw unavailable("the thread was lost a moment ago");
    return attempt(text)
      .catch(async (error: unknown) => {
        if (!(error instanceof ThreadLost) || closed) throw error;
        return attempt(text);
      })
      .catch((error: unknown) => {
        if (error instanceof ThreadLost) brokenUntil = now() + COOL_DOWN_MS;
        throw unavailable(String(error));
      });
  };
  const pump = async (): Promise<void> => {
    if (busy) return;
    busy = true;
    for (let job = next(waiting); job !== undefined; job = next(waiting)) await job();
    busy = false;
  };
  const enqueue = (text: string, purpose: "query" | "index", signal?: AbortSignal): Promise<Float32Array> =>
    new Promise((resolve, reject) => {
      const job: Job = async () => {
        if (closed) return reject(unavailable("it was closed"));
        if (signal?.aborted === true) return reject(cancelled());
        await embedOne(text).then(resolve, reject);
      };
      waiting[purpose].push(job);
      void pump();
    });

  return {
    space: `local:use-lite:${DIMS}`,
    dims: DIMS,
    async embed(texts, { signal, purpose = "index" } = {}) {
      if (waiting.query.length + waiting.index.length + texts.length > WAITING_MAX)
        throw unavailable("too many texts wait");
      const jobs = texts.map((text) => enqueue(cut(text), purpose, signal));
      const settled = await Promise.allSettled(jobs);
      return settled.map((one) => {
        if (one.status === "rejected") throw one.reason;
        return one.value;
      });
    },
    async close() {
      closed = true;
      await thread?.stop();
      thread = null;
    },
  };
}

type Job = () => Promise<void>;

const next = (waiting: { query: Job[]; index: Job[] }): Job | undefined =>
  waiting.query.shift() ?? waiting.index.shift();

/** The model gives nothing for an empty text. */
const cut = (text: string): string => text.slice(0, TEXT_MAX).trim() || "nothing";

const cancelled = (): AppError => new AppError("cancelled", "The search was cancelled.");

const unavailable = (detail: string): AppError =>
  new AppError("unavailable", "Texts cannot be compared by meaning now; words still match.", { detail });

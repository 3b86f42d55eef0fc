import { setTimeout as wait } from "node:timers/promises";
import { AppError } from "@retake/core/errors";
import type OpenAI from "openai";
import { boundedFetch } from "./bounded-fetch.ts";
import { ModelError } from "./model-error.ts";
import { toModelError } from "./to-model-error.ts";

/** Any server that speaks the API of OpenAI. */
export interface ServerOptions {
  apiKey: string;
  /** Up to and with `/v1`; null: OpenAI's own. */
  baseUrl: string | null;
  /** For tests: how to wait, and chance from 0 to 1. */
  sleep?: (ms: number, signal?: AbortSignal) => Promise<void>;
  random?: () => number;
}

export interface AskOptions {
  /** Of one attempt, the whole answer included. */
  timeoutMs: number;
  /** 1: no second try. */
  attempts: number;
  signal?: AbortSignal | undefined;
}

/** Runs one attempt, with something before and after it. */
export type Around<T> = (attempt: () => Promise<T>) => Promise<T>;

export interface ModelServer {
  /**
   * Asks, and again after what passes: 429, 5xx, no answer.
   * @throws ModelError with the last fault; AppError `cancelled`
   */
  ask<T>(call: Call<T>, options: AskOptions, around?: Around<T>): Promise<T>;
}

type Call<T> = (client: OpenAI, signal: AbortSignal) => Promise<T>;

const OPENAI_URL = "https://api.openai.com/v1";
const [FIRST_WAIT_MS, WAIT_MAX_MS] = [1_000, 60_000];

export function createModelServer(options: ServerOptions): ModelServer {
  const { random = Math.random, sleep = pause } = options;
  let client: Promise<OpenAI> | null = null;
  const attempt = async <T>(call: Call<T>, { timeoutMs, signal }: AskOptions): Promise<T> => {
    client ??= connect(options);
    const open = await client;
    const late = AbortSignal.timeout(timeoutMs);
    try {
      return await call(open, signal === undefined ? late : AbortSignal.any([signal, late]));
    } catch (thrown) {
      if (signal?.aborted === true) throw new AppError("cancelled", "The model is no longer asked.");
      if (late.aborted) throw new ModelError("timeout", { detail: `after ${timeoutMs} ms` });
      throw toModelError(thrown);
    }
  };
  return {
    async ask(call, ask, around = (run) => run()) {
      for (let n = 1; ; n++) {
        try {
          return await around(() => attempt(call, ask));
        } catch (error) {
          if (!(error instanceof ModelError) || !error.isPassing || n >= ask.attempts) throw error;
          await sleep(waitMs(n, error.retryAfterS, random), ask.signal);
        }
      }
    },
  };
}

/** What the server asks for, or twice as long each time; with up to a quarter more, so that many clients do not come back together. */
export function waitMs(attempt: number, retryAfterS: number | undefined, random: () => number): number {
  const asked = retryAfterS === undefined ? FIRST_WAIT_MS * 2 ** (attempt - 1) : retryAfterS * 1000;
  return Math.round(Math.min(WAIT_MAX_MS, asked * (1 + random() / 4)));
}

/** The package is large: it is loaded with the first question. */
async function connect({ apiKey, baseUrl }: ServerOptions): Promise<OpenAI> {
  const { default: Client } = await import("openai");
  return new Client({
    apiKey,
    baseURL: baseUrl ?? OPENAI_URL,
    // Nothing else is taken from the environment, and retries are ours.
    organization: null,
    project: null,
    maxRetries: 0,
    logLevel: "off",
    fetch: boundedFetch,
  });
}

async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  await wait(ms, undefined, signal === undefined ? {} : { signal }).catch(() => {
    throw new AppError("cancelled", "The model is no longer asked.");
  });
}

import { setTimeout as delay } from "node:timers/promises";
import { AppError } from "@retake/core/errors";
import { type ChildSpec, type Life, beginLife, killGroup } from "./life.ts";
import type { LogFile } from "./log-file.ts";
import { worthTelling } from "./worth-telling.ts";

const BACKOFF_MS_MIN = 250;
const BACKOFF_MS_MAX = 10_000;
/** A child that ran this long starts its next life without delay. */
const STEADY_MS = 30_000;
/** A child that cannot get ready this often in a row at the start is given up, with its last words. */
const FIRST_TRIES_MAX = 3;
const STOP_MS_MAX = 20_000;
const LAST_WORDS = 15;

export interface Child {
  /** Settles once it is ready for the first time. @throws AppError `unavailable` with its last words */
  start: () => Promise<void>;
  /** Ends this life; the next begins at once, with `env` put over the environment. */
  restart: (env?: NodeJS.ProcessEnv) => void;
  stop: () => Promise<void>;
}

/** In good order, or with force when that takes too long; whatever it leaves behind ends too. */
async function endLife(life: Life): Promise<void> {
  life.process.kill("SIGTERM");
  const force = setTimeout(() => killGroup(life.process), STOP_MS_MAX);
  await life.ended;
  clearTimeout(force);
  killGroup(life.process);
}

/** Runs a process for good: whenever it ends it is started again, ever more slowly, until it is stopped. */
export function createChild(spec: ChildSpec, log: LogFile, tell: (line: string) => void): Child {
  const stopping = new AbortController();
  const lastWords: string[] = [];
  let everReady = false;
  let asked = false;
  let env = spec.env;
  let life: Life | undefined;
  let running: Promise<void> = Promise.resolve();

  const hear = (line: string, isError: boolean): void => {
    log.write(line);
    lastWords.push(line);
    if (lastWords.length > LAST_WORDS) lastWords.shift();
    const words = everReady && !stopping.signal.aborted ? worthTelling(line, isError) : null;
    if (words !== null) tell(`[${spec.name}] ${words}`);
  };

  async function run(ready: () => void, giveUp: (error: AppError) => void): Promise<void> {
    let backoff = BACKOFF_MS_MIN;
    for (let tries = 1; !stopping.signal.aborted; tries += 1) {
      const began = Date.now();
      asked = false;
      life = beginLife({ ...spec, env }, hear, () => {
        everReady = true;
        ready();
      });
      const why = await life.ended;
      if (stopping.signal.aborted) return;
      if (!everReady && tries >= FIRST_TRIES_MAX) {
        const said = lastWords.join("\n");
        return giveUp(
          new AppError("unavailable", `${spec.name} does not start (${why}). Its last words:\n${said}`),
        );
      }
      if (asked || Date.now() - began > STEADY_MS) backoff = BACKOFF_MS_MIN;
      if (everReady && !asked) tell(`[${spec.name}] ended (${why}); starting it again`);
      await delay(backoff, undefined, { signal: stopping.signal }).catch(() => undefined);
      backoff = Math.min(backoff * 2, BACKOFF_MS_MAX);
    }
  }

  return {
    start: () =>
      new Promise((ready, giveUp) => {
        running = run(ready, giveUp);
      }),
    restart(more) {
      asked = true;
      env = { ...env, ...more };
      const last = life;
      if (last !== undefined) void endLife(last);
    },
    async stop() {
      stopping.abort();
      if (life !== undefined) await endLife(life);
      await running;
      log.close();
    },
  };
}

import { type ChildProcess, fork } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import { AppError } from "@retake/core/errors";
import { decoderEnv } from "../env.ts";
import type { DecodeJob, JobReply, JobRequest } from "./jobs.ts";

/** The process itself went away or was stopped, so nothing is known about the job: worth one more try in a fresh one. */
export class DecoderLost extends Error {
  override readonly name = "DecoderLost";
}

export interface RunOptions {
  timeoutMs: number;
  signal?: AbortSignal | undefined;
  onProgress?: ((fraction: number) => void) | undefined;
}

/** The parent's end of one decoding process. Runs one job at a time. */
export interface DecodeChild {
  run(job: DecodeJob, options: RunOptions): Promise<Uint8Array>;
  /** Lets the parent end while this child is idle. */
  unref(): void;
  kill(): void;
  readonly alive: boolean;
  /** How often the process has run the wasm decoder. */
  readonly wasmRuns: number;
}

type JobDone = Extract<JobReply, { kind: "done" }>;

const HEAP_MB_MAX = 512;

/** Starts a decoding process in a group of its own, so that an ffmpeg it started can be killed with it. */
export function startDecodeChild(): DecodeChild {
  const loader = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
  const child = fork(fileURLToPath(new URL("./child.ts", import.meta.url)), [], {
    execArgv: ["--import", loader, `--max-old-space-size=${HEAP_MB_MAX}`],
    env: decoderEnv(),
    serialization: "advanced",
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    detached: true,
  });
  let alive = true;
  let nextId = 1;
  let wasmRuns = 0;
  const lost = (): void => void (alive = false);
  child.once("exit", lost);
  child.once("error", lost);
  const kill = (): void => {
    alive = false;
    killGroup(child);
  };
  return {
    get alive() {
      return alive;
    },
    get wasmRuns() {
      return wasmRuns;
    },
    kill,
    unref() {
      child.unref();
      child.channel?.unref();
    },
    async run(job, options) {
      child.ref();
      child.channel?.ref();
      const done = await exchange(child, { id: nextId++, job }, options, kill);
      wasmRuns = done.wasmRuns;
      return done.bytes;
    },
  };
}

function exchange(
  child: ChildProcess,
  request: JobRequest,
  options: RunOptions,
  kill: () => void,
): Promise<JobDone> {
  const { timeoutMs, signal, onProgress } = options;
  return new Promise((resolve, reject) => {
    const settle = (act: () => void): void => {
      clearTimeout(timer);
      child.off("message", onMessage).off("exit", onLost).off("error", onLost);
      signal?.removeEventListener("abort", onAbort);
      act();
    };
    const stop = (error: Error): void => {
      kill();
      settle(() => reject(error));
    };
    const timer = setTimeout(() => stop(new DecoderLost(`stopped after ${timeoutMs} ms`)), timeoutMs);
    const onLost = (): void =>
      settle(() => reject(new DecoderLost(`decoder exited: ${child.signalCode ?? child.exitCode}`)));
    const onAbort = (): void => stop(new AppError("cancelled", "The work on this video was cancelled."));
    const onMessage = (message: unknown): void => {
      const reply = message as JobReply;
      if (reply.id !== request.id) return;
      if (reply.kind === "progress") return onProgress?.(reply.fraction);
      settle(() =>
        reply.kind === "done"
          ? resolve(reply)
          : reject(
              new AppError(
                reply.code,
                reply.message,
                reply.detail === undefined ? {} : { detail: reply.detail },
              ),
            ),
      );
    };
    child.on("message", onMessage).once("exit", onLost).once("error", onLost);
    signal?.addEventListener("abort", onAbort, { once: true });
    if (signal?.aborted === true) return onAbort();
    child.send(request, (error) => error !== null && stop(new DecoderLost(error.message)));
  });
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // No such group (already gone, or a system without process groups).
    child.kill("SIGKILL");
  }
}

import { Worker } from "node:worker_threads";

export interface EmbedRequest {
  id: number;
  text: string;
}

export type EmbedReply = { id: number; values: Float32Array } | { id: number; problem: string };

/** The thread itself went away or was stopped: another one may do better. */
export class ThreadLost extends Error {
  override readonly name = "ThreadLost";
}

/** The thread is well, but gave nothing for this text. */
export class TextRefused extends Error {
  override readonly name = "TextRefused";
}

/** The caller's end of one embedding thread. Runs one text at a time. */
export interface EmbedThread {
  run(text: string, timeoutMs: number): Promise<Float32Array>;
  stop(): Promise<void>;
  readonly alive: boolean;
}

/** The weights are 28 MB outside of the heap; what is beyond this leaks. */
const HEAP_MB_MAX = 512;

export function startEmbedThread(script: URL = new URL("./local-worker.mjs", import.meta.url)): EmbedThread {
  const worker = new Worker(script, {
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB_MAX },
    // Its libraries talk on the console about backends.
    stdout: true,
    stderr: true,
  });
  worker.stdout.resume();
  worker.stderr.resume();
  worker.unref();
  let [alive, nextId] = [true, 1];
  let problem = "ended";
  worker.on("error", (error) => (problem = String(error)));
  worker.once("exit", () => (alive = false));
  const stop = async (): Promise<void> => {
    alive = false;
    await worker.terminate();
  };
  return {
    get alive() {
      return alive;
    },
    stop,
    async run(text, timeoutMs) {
      worker.ref();
      const request: EmbedRequest = { id: nextId++, text };
      try {
        return await new Promise<Float32Array>((resolve, reject) => {
          const onMessage = (reply: EmbedReply): void => {
            if (reply.id !== request.id) return;
            settle(() =>
              "values" in reply ? resolve(reply.values) : reject(new TextRefused(reply.problem)),
            );
          };
          const onExit = (): void => settle(() => reject(new ThreadLost(problem)));
          const timer = setTimeout(() => {
            settle(() => reject(new ThreadLost(`stopped after ${timeoutMs} ms`)));
            void stop();
          }, timeoutMs);
          const settle = (act: () => void): void => {
            clearTimeout(timer);
            worker.off("message", onMessage).off("exit", onExit);
            act();
          };
          worker.on("message", onMessage).once("exit", onExit);
          if (!alive) return onExit();
          worker.postMessage(request);
        });
      } finally {
        worker.unref();
      }
    },
  };
}

import { Worker } from "node:worker_threads";
import { AppError } from "@retake/core/errors";
import type { Answer, Job, ResultOf } from "./jobs.ts";

/** 100,000 episodes need about 1 GB; what is beyond this leaks. */
const HEAP_MB_MAX = 3_072;

/**
 * Runs a job in a fresh thread, which ends with it: a stop ends it at once, whatever it is in the middle of.
 * @param job whose start is the thread's from then on
 * @throws AppError `cancelled`; Error with what the job threw
 */
export async function runJob<J extends Job>(
  job: J,
  { signal, onProgress = () => undefined }: { signal: AbortSignal; onProgress?: (share: number) => void },
): Promise<ResultOf<J>> {
  if (signal.aborted) throw cancelled();
  const worker = new Worker(new URL("./compute-thread.mjs", import.meta.url), {
    execArgv: [],
    workerData: job,
    transferList: handedOver(job),
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB_MAX },
  });
  const stop = (): void => void worker.terminate();
  signal.addEventListener("abort", stop, { once: true });
  try {
    return await new Promise<ResultOf<J>>((resolve, reject) => {
      worker.on("message", (answer: Answer) => {
        if (answer.kind === "progress") onProgress(answer.share);
        else if (answer.kind === "result") resolve(answer.result as ResultOf<J>);
        else reject(new Error(answer.message));
      });
      worker.once("error", reject);
      worker.once("exit", () =>
        reject(signal.aborted ? cancelled() : new Error("the computing thread ended")),
      );
    });
  } finally {
    signal.removeEventListener("abort", stop);
    await worker.terminate();
  }
}

/** Vectors are in memory that the thread shares: they can be hundreds of megabytes, and stay with who asked. */
function handedOver(job: Job): ArrayBuffer[] {
  if (job.kind === "space") return [];
  return job.kind === "map" && job.start?.buffer instanceof ArrayBuffer ? [job.start.buffer] : [];
}

function cancelled(): AppError {
  return new AppError("cancelled", "Indexing was stopped; it goes on where it was.");
}

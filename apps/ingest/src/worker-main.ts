import { createDb } from "@retake/db";
import { openObjectStore } from "@retake/telemetry/object-store";
import { readEnv, requireDatabase } from "./env.ts";
import { createLog } from "./log.ts";
import { runUntilSignal } from "./run-until-signal.ts";
import { takePriority } from "./take-priority.ts";
import { createWorker } from "./worker.ts";

takePriority("background");
await runUntilSignal(() => {
  const config = readEnv();
  const db = createDb(requireDatabase(config));
  const store = openObjectStore(config.storageUrl);
  const worker = createWorker({ db, store, config, log: createLog(config.logLevel) });
  return {
    start: () => worker.start(),
    async stop() {
      await worker.stop();
      await db.close();
    },
  };
});

import { toAppError } from "@retake/core/errors";
import { readFrontConfig } from "./env.ts";
import { createLog } from "./log.ts";
import { createFront } from "./service.ts";

/** The process: signals become `stop`. */
async function main(): Promise<void> {
  const config = readFrontConfig();
  const front = createFront(config);
  let stopping = false;
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      void front.stop().then(() => process.exit(0));
    });
  }
  const { url } = await front.start();
  createLog(config.logLevel).info("listening", { url });
}

main().catch((thrown: unknown) => {
  const error = toAppError(thrown);
  createLog("error").error("the front could not start", { message: error.message, detail: error.detail });
  process.exit(1);
});

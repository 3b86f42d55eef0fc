import { readEnv } from "./env.ts";
import { createLog } from "./log.ts";
import { runUntilSignal } from "./run-until-signal.ts";
import { createIngestService } from "./service.ts";
import { VERSION } from "./version.ts";

await runUntilSignal(() => {
  const config = readEnv();
  const log = createLog(config.logLevel);
  return createIngestService({ host: config.host, port: config.ingestPort, version: VERSION, log });
});

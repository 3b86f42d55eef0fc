import { pullRules } from "@retake/core/pull-address";
import { createDb } from "@retake/db";
import { readEnv, requireDatabase } from "./env.ts";
import { createLog } from "./log.ts";
import { runUntilSignal } from "./run-until-signal.ts";
import { createIngestService } from "./service.ts";
import { takePriority } from "./take-priority.ts";
import { VERSION } from "./version.ts";

takePriority("robots");
await runUntilSignal(() => {
  const config = readEnv();
  const service = createIngestService({
    host: config.host,
    port: config.ingestPort,
    version: VERSION,
    db: createDb(requireDatabase(config)),
    dataDir: config.dataDir,
    log: createLog(config.logLevel),
    pull: { rules: pullRules(config.pullHosts, config.host) },
    onFatal: () => void service.stop().finally(() => process.exit(1)),
  });
  return service;
});

import { type Config, readConfig } from "@retake/core/config";

/** The configuration of this process. @throws AppError `bad_request` that names every fault */
export function loadConfig(dataDir: string | null): Config {
  return readConfig(dataDir === null ? process.env : { ...process.env, RETAKE_DATA_DIR: dataDir });
}

/** The folder the person stands in: npm runs scripts elsewhere. */
export function startFolder(): string {
  return process.env["INIT_CWD"] ?? process.cwd();
}

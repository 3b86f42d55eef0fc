import { type Config, readConfig } from "@retake/core/config";
import { AppError } from "@retake/core/errors";

/** The configuration of this process. @throws AppError `bad_request` that names every fault at once */
export function readEnv(): Config {
  return readConfig(process.env);
}

/** The worker cannot do without a database; `npm run up` hands its own to it. */
export function requireDatabase(config: Config): string {
  if (config.databaseUrl !== null) return config.databaseUrl;
  throw new AppError(
    "bad_request",
    "DATABASE_URL is not set. `npm run up` starts a database and passes it on.",
  );
}

import { readConfig, type Config } from "@retake/core/config";
import { AppError } from "@retake/core/errors";

/** The house's config with what only the supervisor knows. */
export interface FrontConfig extends Config {
  databaseUrl: string;
  authSecret: string;
  /** Where the pages are, inside; null: there are none. */
  nextUrl: string | null;
}

/** @throws AppError `bad_request` that names every fault */
export function readFrontConfig(env: Record<string, string | undefined> = process.env): FrontConfig {
  const config = readConfig(env);
  const { databaseUrl, authSecret } = config;
  if (databaseUrl === null || authSecret === null) {
    throw new AppError(
      "bad_request",
      "The front needs DATABASE_URL and AUTH_SECRET; `npm run up` sets both for it.",
    );
  }
  return { ...config, databaseUrl, authSecret, nextUrl: env["RETAKE_NEXT_URL"] ?? null };
}

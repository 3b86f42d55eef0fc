import { readConfig, type Config } from "@retake/core/config";
import { AppError } from "@retake/core/errors";

/** What sign-in needs, from the environment that the supervisor gives the pages' process. Read at the first request: a build needs none. */
export interface SignInConfig extends Config {
  databaseUrl: string;
  authSecret: string;
}

/** @throws AppError `bad_request` that names every fault */
export function readSignInConfig(): SignInConfig {
  const config = readConfig(process.env);
  const { databaseUrl, authSecret } = config;
  if (databaseUrl === null || authSecret === null) {
    throw new AppError("bad_request", "Sign-in needs DATABASE_URL and AUTH_SECRET; `npm run up` sets both.");
  }
  // next-auth 4 reads these two itself. The front sets x-forwarded-host and x-forwarded-proto and drops what a client claims,
  // so the host of each request is the right one to come back to; a fixed NEXTAUTH_URL would not be.
  process.env["AUTH_TRUST_HOST"] = "true";
  delete process.env["NEXTAUTH_URL"];
  return { ...config, databaseUrl, authSecret };
}

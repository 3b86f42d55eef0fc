import { createDb } from "@retake/db";
import type { NextAuthOptions } from "next-auth";
import { createAttemptLimiter } from "./attempt-limiter.ts";
import { signInOptions } from "./auth.ts";
import { readSignInConfig } from "./env.ts";

/** Sign-in is rare: a few connections are plenty. */
const CONNECTIONS_MAX = 3;

let options: NextAuthOptions | undefined;

/** The options of this process, made at its first request. */
export function processSignInOptions(): NextAuthOptions {
  if (options !== undefined) return options;
  const config = readSignInConfig();
  const db = createDb(config.databaseUrl, { connectionsMax: CONNECTIONS_MAX });
  options = signInOptions({
    db,
    attempts: createAttemptLimiter(db),
    secret: config.authSecret,
    config,
    now: () => new Date(),
    report,
  });
  return options;
}

/** One JSON line to standard error; the message only, for causes may hold what a person typed. */
function report(code: string, error: unknown): void {
  const message = error instanceof Error ? error.message : "";
  process.stderr.write(`${JSON.stringify({ level: "error", event: "sign-in failed", code, message })}\n`);
}

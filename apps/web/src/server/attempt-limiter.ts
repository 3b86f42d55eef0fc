import { AppError } from "@retake/core/errors";
import type { Db } from "@retake/db";
import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";

/** Tries within the window, then a pause of the same length. */
const RULES = {
  /** Passwords for one address. */
  sign_in_email: { points: 10, duration: 900 },
  /** Passwords from one place, whatever the address. */
  sign_in_address: { points: 50, duration: 900 },
  /** Guesses of the current password by somebody signed in. */
  password: { points: 10, duration: 900 },
  /** Guesses of invitation links from one place. */
  invitation: { points: 30, duration: 900 },
} as const;

export type AttemptKind = keyof typeof RULES;

/** Counts tries in Postgres, so that every process counts the same ones. */
export interface AttemptLimiter {
  /** @throws AppError `rate_limited` once `key` has used up its tries */
  spend(kind: AttemptKind, key: string): Promise<void>;
  /** Takes back one try that was no guess. */
  refund(kind: AttemptKind, key: string): Promise<void>;
  /** Forgives everything spent under the key, after a success that proves who holds it. */
  forgive(kind: AttemptKind, key: string): Promise<void>;
}

export function createAttemptLimiter(db: Db): AttemptLimiter {
  const limiters = new Map<AttemptKind, RateLimiterPostgres>();
  const limiter = (kind: AttemptKind): RateLimiterPostgres => {
    const known = limiters.get(kind);
    if (known !== undefined) return known;
    const { points, duration } = RULES[kind];
    const made = new RateLimiterPostgres({
      storeClient: db.pool,
      storeType: "pool",
      tableName: "rate_limit",
      tableCreated: true,
      keyPrefix: kind,
      points,
      duration,
      blockDuration: duration,
    });
    limiters.set(kind, made);
    return made;
  };
  return {
    async spend(kind, key) {
      try {
        await limiter(kind).consume(key.slice(0, 200));
      } catch (thrown) {
        if (!(thrown instanceof RateLimiterRes)) throw thrown;
        throw new AppError("rate_limited", "Too many attempts. Wait a while, then try again.", {
          retryAfterS: Math.ceil(thrown.msBeforeNext / 1000),
        });
      }
    },
    async refund(kind, key) {
      await limiter(kind).reward(key.slice(0, 200), 1);
    },
    async forgive(kind, key) {
      await limiter(kind).delete(key.slice(0, 200));
    },
  };
}

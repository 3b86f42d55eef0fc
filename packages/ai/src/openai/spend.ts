import type { Budget, SpendKind } from "./budget.ts";
import { ModelError, type ModelFault } from "./model-error.ts";
import type { Around } from "./model-server.ts";

/** Faults after which the server may have worked, and charged. */
const CHARGED: ReadonlySet<ModelFault> = new Set(["timeout", "malformed"]);

/**
 * Each attempt within a budget: `tokens` are put aside before it leaves, and settled with what `used` says of the answer. It throws AppError
 * `rate_limited` without any request when they are not left.
 */
export function within<T>(
  budget: Budget,
  { tokens, kind }: { tokens: number; kind: SpendKind },
  used: (answer: T) => number | null,
): Around<T> {
  return async (attempt) => {
    const reservation = budget.reserve(tokens, kind);
    let answer: T;
    try {
      answer = await attempt();
    } catch (error) {
      await reservation.settle(error instanceof ModelError && CHARGED.has(error.fault) ? tokens : 0);
      throw error;
    }
    await reservation.settle(used(answer) ?? tokens);
    return answer;
  };
}

/** A count of tokens as servers state it; null when it is none. */
export const statedTokens = (count: unknown): number | null =>
  typeof count === "number" && Number.isInteger(count) && count >= 0 && count < 1e9 ? count : null;

import { AppError } from "@retake/core/errors";

export type SpendKind = "embedding" | "chat";

export interface BudgetOptions {
  /** Tokens spent before, in the same period. */
  spent: number;
  /** Null: no limit. */
  max: number | null;
  /** Keeps what was spent; awaited before the call that spent it answers. */
  onSpend: (tokens: number, kind: SpendKind) => void | Promise<void>;
}

/** Tokens put aside for one request. Settled once, with what it really took. */
export interface Reservation {
  settle(tokens: number): Promise<void>;
}

export interface Budget {
  /**
   * Puts tokens aside before a request leaves, so that requests at the same time do not overspend together.
   * @throws AppError `rate_limited` when they are not left
   */
  reserve(tokens: number, kind: SpendKind): Reservation;
  readonly spent: number;
  readonly max: number | null;
}

export function createBudget({ spent: before, max, onSpend }: BudgetOptions): Budget {
  let [spent, reserved] = [before, 0];
  return {
    max,
    get spent() {
      return spent;
    },
    reserve(tokens, kind) {
      if (max !== null && spent + reserved + tokens > max)
        throw new AppError(
          "rate_limited",
          "The budget for the model server is used up. Search goes on without it; an admin can raise it.",
          { detail: `spent ${spent}, reserved ${reserved}, asked ${tokens}, of ${max}` },
        );
      reserved += tokens;
      let isOpen = true;
      return {
        async settle(used) {
          if (!isOpen) return;
          isOpen = false;
          reserved -= tokens;
          spent += used;
          if (used > 0) await onSpend(used, kind);
        },
      };
    },
  };
}

export const UNLIMITED: Budget = createBudget({ spent: 0, max: null, onSpend: () => undefined });

import { AppError } from "@retake/core/errors";
import { hasFsCode } from "../object-store/translate-fs-error.ts";

const FULL_MESSAGE =
  "The recording disk is full. Everything that was acknowledged is safe; recording goes on when there is space again.";

/** A disk's failure as the log's callers see it: `storage_full` or `unavailable`; an AppError passes unchanged. */
export function toLogError(thrown: unknown, what: string): AppError {
  if (thrown instanceof AppError) return thrown;
  const options = {
    detail: `${what}: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
    cause: thrown,
  };
  if (hasFsCode(thrown, "ENOSPC", "EDQUOT")) return new AppError("storage_full", FULL_MESSAGE, options);
  return new AppError(
    "unavailable",
    "The recording disk did not answer as it should. Everything that was acknowledged is safe; send the rest again.",
    options,
  );
}

export function diskFull(): AppError {
  return new AppError("storage_full", FULL_MESSAGE);
}

export function leaseLost(detail: string): AppError {
  return new AppError("conflict", "Another process has taken over this recording log.", { detail });
}

export function laterFormat(detail: string): AppError {
  return new AppError("conflict", "This recording log was written by a later version of Retake.", { detail });
}

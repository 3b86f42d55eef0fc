import type { AppError } from "@retake/core/errors";
import { errorAnswer } from "../http/error-answer.ts";
import type { Answer } from "../http/send.ts";

/** JSON-RPC's "invalid request". */
const REFUSED = -32_600;

/**
 * A refusal from before any procedure ran, in the words a tRPC client reads.
 * @param batched how many calls the request held, or null for a single one
 */
export function trpcErrorAnswer(error: AppError, batched: number | null): Answer {
  const { code, message, issues = [], status: httpStatus, retryAfterS = null } = error;
  const one = { error: { message, code: REFUSED, data: { code, message, issues, httpStatus, retryAfterS } } };
  const body = batched === null ? one : Array.from({ length: batched }, () => one);
  return { ...errorAnswer(error), body: JSON.stringify(body) };
}

export function isBatch(queryString: string): boolean {
  return new URLSearchParams(queryString).get("batch") === "1";
}

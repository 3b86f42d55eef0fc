import { AppError, type ErrorCode } from "@retake/core/errors";
import { CLOSE } from "../messages.ts";

const CODES: Partial<Record<ErrorCode, number>> = {
  bad_request: CLOSE.invalid,
  unauthorized: CLOSE.loginEnded,
  forbidden: CLOSE.forbidden,
  not_found: CLOSE.notFound,
  too_large: CLOSE.tooLarge,
  rate_limited: CLOSE.tooFast,
};

/** A close frame has room for 123 bytes. */
const REASON_LENGTH_MAX = 100;

/** How a WebSocket is closed for an error; what is not the client's fault lets it come back. */
export function closeCodeOf(error: unknown): number {
  return (error instanceof AppError ? CODES[error.code] : undefined) ?? CLOSE.unavailable;
}

export function reasonOf(error: unknown): string {
  const text = error instanceof AppError ? error.message : "something failed on the server";
  return text.replaceAll(/[^\x20-\x7e]/g, "'").slice(0, REASON_LENGTH_MAX);
}

import type { AppError } from "@retake/core/errors";
import type { Answer } from "./send.ts";

/** Every failure of REST, data and media in the one shape of the contract. */
export function errorAnswer(error: AppError): Answer {
  const headers: Answer["headers"] = {
    "content-type": "application/json; charset=utf-8",
    "cache-control": "no-store",
  };
  if (error.retryAfterS !== undefined || error.status === 429) {
    headers["retry-after"] = Math.max(1, Math.ceil(error.retryAfterS ?? 60));
  }
  if (error.status === 401) headers["www-authenticate"] = 'Bearer realm="retake"';
  const body = { error: { code: error.code, message: error.message, issues: error.issues ?? [] } };
  return { status: error.status, headers, body: JSON.stringify(body) };
}

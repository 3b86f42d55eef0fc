import type { APIError } from "openai";
import { ModelError, type ModelFault } from "./model-error.ts";

const DETAIL_MAX = 300;
/** Longer waits are for another day. */
const RETRY_AFTER_MAX_S = 3_600;

/** What the client of the model server threw, in our words. What is not of it passes unchanged. */
export function toModelError(thrown: unknown): unknown {
  if (thrown instanceof ModelError || !(thrown instanceof Error)) return thrown;
  if (isApiError(thrown)) {
    const fault = faultOf(thrown);
    const retryAfterS = thrown.headers === undefined ? null : retryAfter(thrown.headers, Date.now());
    return new ModelError(fault, {
      // Of the server's own text only code and status: it may quote what was sent, the key among it.
      detail: `status ${thrown.status ?? "none"}, code ${String(thrown.code ?? "none").slice(0, DETAIL_MAX)}`,
      ...(retryAfterS === null ? {} : { retryAfterS }),
    });
  }
  if (thrown instanceof SyntaxError) return new ModelError("malformed", { detail: "not JSON" });
  if (thrown instanceof TypeError)
    return new ModelError("unreachable", { detail: thrown.message.slice(0, DETAIL_MAX) });
  return thrown;
}

/** By shape: the package is loaded only when it is used. */
const isApiError = (error: Error): error is APIError =>
  "status" in error && "headers" in error && "code" in error;

function faultOf({ status, code, type }: APIError): ModelFault {
  if (code === "insufficient_quota" || type === "insufficient_quota") return "quota";
  if (status === undefined) return "unreachable";
  if (status === 401 || status === 403) return "key";
  if (status === 408) return "timeout";
  if (status === 429 || status === 503) return "busy";
  return status >= 500 ? "failing" : "refused";
}

/** Seconds that the server asks to wait: a number or a date (RFC 9110, 10.2.3), or `retry-after-ms` as OpenAI sends it. */
export function retryAfter(headers: Headers, nowMs: number): number | null {
  const precise = headers.get("retry-after-ms");
  const text = headers.get("retry-after");
  const seconds =
    precise !== null && Number.isFinite(Number(precise))
      ? Number(precise) / 1000
      : text === null
        ? Number.NaN
        : Number.isFinite(Number(text))
          ? Number(text)
          : (Date.parse(text) - nowMs) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, Math.min(RETRY_AFTER_MAX_S, seconds)) : null;
}

import { TRPCClientError } from "@trpc/client";

/** What the server said of a failed call; null when no answer came at all. */
function refusalOf(error: unknown): { httpStatus: unknown; code: unknown } | null {
  if (!(error instanceof TRPCClientError)) return null;
  const data: unknown = error.data;
  if (typeof data !== "object" || data === null) return null;
  return {
    httpStatus: "httpStatus" in data ? data.httpStatus : null,
    code: "code" in data ? data.code : null,
  };
}

/** HTTP status of a failed call, or null when no answer came at all. */
export function statusOf(error: unknown): number | null {
  const status = refusalOf(error)?.httpStatus;
  return typeof status === "number" ? status : null;
}

/** Nobody is signed in (any more); a wrong password typed into a form is something else. */
export function isSignedOut(error: unknown): boolean {
  return refusalOf(error)?.code === "unauthorized";
}

/** Words for a person. The server's own where it gave some; else that it did not answer. */
export function errorWords(error: unknown): string {
  if (statusOf(error) !== null && error instanceof Error) return error.message;
  return "The server did not answer. What was saved is kept; check that it runs, then try again.";
}

/** A refusal stays a refusal: only silence and server faults are worth another try, twice. */
export function shouldRetry(failures: number, error: unknown): boolean {
  const status = statusOf(error);
  return failures < 2 && (status === null || status >= 500);
}

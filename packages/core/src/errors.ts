/**
 * The closed list of everything that can go wrong in front of a person, a robot or a script.
 * A new code does not compile until it has a status and a retry hint here; the edges (tRPC, REST, sockets, CLI) map from this table only.
 */
const ERRORS = {
  bad_request: { status: 400, retry: false },
  invalid_dataset: { status: 400, retry: false },
  unsupported_version: { status: 400, retry: false },
  path_refused: { status: 400, retry: false },
  unauthorized: { status: 401, retry: false },
  invalid_credentials: { status: 401, retry: false },
  forbidden: { status: 403, retry: false },
  not_found: { status: 404, retry: false },
  method_not_allowed: { status: 405, retry: false },
  conflict: { status: 409, retry: false },
  too_large: { status: 413, retry: false },
  unsupported_media: { status: 415, retry: false },
  range_not_satisfiable: { status: 416, retry: false },
  rate_limited: { status: 429, retry: true },
  cancelled: { status: 499, retry: true },
  internal: { status: 500, retry: true },
  corrupt_data: { status: 500, retry: false },
  unavailable: { status: 503, retry: true },
  source_unreachable: { status: 502, retry: true },
  storage_full: { status: 507, retry: true },
} as const satisfies Record<string, { status: number; retry: boolean }>;

export type ErrorCode = keyof typeof ERRORS;

/** One fault of an input, at a dotted path such as `features.action.shape`. */
export interface Issue {
  path: string;
  message: string;
}

export interface ErrorOptionsWithDetail {
  /** For the log only: never shown to a person. */
  detail?: string;
  issues?: Issue[];
  /** Seconds after which another try makes sense; becomes `Retry-After`. */
  retryAfterS?: number;
  cause?: unknown;
}

/** An expected failure. `message` is for the person: what happened, what was kept, what to do. */
export class AppError extends Error {
  override readonly name = "AppError";
  readonly code: ErrorCode;
  readonly detail: string | undefined;
  readonly issues: Issue[] | undefined;
  readonly retryAfterS: number | undefined;

  constructor(code: ErrorCode, message: string, options: ErrorOptionsWithDetail = {}) {
    super(message, { cause: options.cause });
    this.code = code;
    this.detail = options.detail;
    this.issues = options.issues;
    this.retryAfterS = options.retryAfterS;
  }

  get status(): number {
    return ERRORS[this.code].status;
  }

  get retryable(): boolean {
    return ERRORS[this.code].retry;
  }
}

/** Any thrown value as an AppError; what is not one becomes `internal` without leaking its text to the person. */
export function toAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  const text = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  return new AppError(
    "internal",
    "Something failed on the server. Nothing that was saved is lost; try again.",
    {
      detail: text,
      cause: thrown,
    },
  );
}

/** Foreign things answer like missing ones, so that nobody learns what exists elsewhere. */
export function notFound(what: string): AppError {
  return new AppError("not_found", `${what} was not found.`);
}

/** A broken promise of our own code, not of the input. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`assertion failed: ${message}`);
}

import { AppError } from "@retake/core/errors";

const RETRY_AFTER_S = 2;

/** Of Node's sockets, of Postgres (shutting down, starting, out of connections, connection lost) and of Prisma. */
const AWAY = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "ENOTFOUND",
  "EHOSTUNREACH",
  "57P01",
  "57P02",
  "57P03",
  "53300",
  "08000",
  "08003",
  "08006",
  "P1001",
  "P1002",
  "P1008",
  "P1017",
  "P2024",
]);
/** Prisma's driver adapter names what it knows by a word instead. */
const AWAY_KINDS = new Set([
  "DatabaseNotReachable",
  "ConnectionClosed",
  "TooManyConnections",
  "SocketTimeout",
]);
/** What pg says without a code. */
const AWAY_WORDS =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/;
const CAUSES_MAX = 5;

/** `unavailable` for a database that cannot be reached now, null for every other error. */
export function databaseFault(thrown: unknown): AppError | null {
  let error: unknown = thrown;
  for (let depth = 0; depth < CAUSES_MAX && typeof error === "object" && error !== null; depth += 1) {
    // It says what is away, and its cause is a socket of that: a hub, a model server.
    if (error instanceof AppError && !["internal", "unavailable"].includes(error.code)) return null;
    if (isAway(error)) {
      return new AppError("unavailable", "The database cannot be reached right now. Try again in a moment.", {
        detail: thrown instanceof Error ? thrown.message : String(thrown),
        retryAfterS: RETRY_AFTER_S,
        cause: thrown,
      });
    }
    const { cause, meta } = error as { cause?: unknown; meta?: { driverAdapterError?: unknown } };
    error = cause ?? meta?.driverAdapterError;
  }
  return null;
}

function isAway(error: object): boolean {
  const { code, kind, message } = error as { code?: unknown; kind?: unknown; message?: unknown };
  return (
    (typeof code === "string" && AWAY.has(code)) ||
    (typeof kind === "string" && AWAY_KINDS.has(kind)) ||
    (typeof message === "string" && AWAY_WORDS.test(message))
  );
}

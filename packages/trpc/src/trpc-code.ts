import type { ErrorCode } from "@retake/core/errors";
import type { TRPCError } from "@trpc/server";

/** The tRPC code, and with it the HTTP status, of each of our codes. */
export const TRPC_CODE: Record<ErrorCode, TRPCError["code"]> = {
  bad_request: "BAD_REQUEST",
  invalid_dataset: "BAD_REQUEST",
  unsupported_version: "BAD_REQUEST",
  path_refused: "BAD_REQUEST",
  unauthorized: "UNAUTHORIZED",
  invalid_credentials: "UNAUTHORIZED",
  forbidden: "FORBIDDEN",
  not_found: "NOT_FOUND",
  method_not_allowed: "METHOD_NOT_SUPPORTED",
  conflict: "CONFLICT",
  too_large: "PAYLOAD_TOO_LARGE",
  unsupported_media: "UNSUPPORTED_MEDIA_TYPE",
  range_not_satisfiable: "BAD_REQUEST",
  rate_limited: "TOO_MANY_REQUESTS",
  cancelled: "CLIENT_CLOSED_REQUEST",
  internal: "INTERNAL_SERVER_ERROR",
  corrupt_data: "INTERNAL_SERVER_ERROR",
  unavailable: "SERVICE_UNAVAILABLE",
  source_unreachable: "BAD_GATEWAY",
  storage_full: "INTERNAL_SERVER_ERROR",
};

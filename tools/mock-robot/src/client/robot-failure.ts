import { AppError, type ErrorCode, toAppError } from "@retake/core/errors";
import { CLOSE_CODES } from "@retake/protocol/close-codes";
import { isProtocolErrorCode, PROTOCOL_ERRORS, ProtocolError } from "@retake/protocol/errors";
import type { ServerError } from "@retake/protocol/messages";

interface Told {
  closeCode?: number | null;
  wireCode?: string | null;
  cause?: unknown;
}

/** Why a session cannot go on. What was acked before is durable; the rest is still in the client's hands. */
export class RobotFailure extends AppError {
  /** The code the server closed with; null when the client gave up by itself. */
  readonly closeCode: number | null;
  /** The protocol's name of the fault, when there is one. */
  readonly wireCode: string | null;

  constructor(code: ErrorCode, message: string, { closeCode = null, wireCode = null, cause }: Told = {}) {
    super(code, message, { cause });
    this.closeCode = closeCode;
    this.wireCode = wireCode;
  }
}

export function asRobotFailure(thrown: unknown): RobotFailure {
  if (thrown instanceof RobotFailure) return thrown;
  const { code, message } = toAppError(thrown);
  const wireCode = thrown instanceof ProtocolError ? thrown.wireCode : null;
  return new RobotFailure(code, message, { wireCode, cause: thrown });
}

export function errorFailure({ code, message }: ServerError): RobotFailure {
  return new RobotFailure(appCodeOf(code), `${message} (${code})`, { wireCode: code });
}

/** @param error the last fatal error the server told before it closed */
export function closeFailure(closeCode: number, reason: string, error: ServerError | null): RobotFailure {
  const told = (CLOSE_CODES as Record<number, { means: string }>)[closeCode];
  const words =
    error?.message ?? (reason === "" ? (told?.means ?? "the server closed the connection") : reason);
  const wireCode = error?.code ?? null;
  const code = wireCode === null ? codeOfClose(closeCode) : appCodeOf(wireCode);
  return new RobotFailure(code, `${words} (closed with ${closeCode})`, { closeCode, wireCode });
}

function appCodeOf(wireCode: string): ErrorCode {
  return isProtocolErrorCode(wireCode) ? PROTOCOL_ERRORS[wireCode].as : "bad_request";
}

function codeOfClose(closeCode: number): ErrorCode {
  if (closeCode === 4401) return "unauthorized";
  if (closeCode === 4403) return "forbidden";
  if (closeCode === 4413 || closeCode === 1009) return "too_large";
  return closeCode === 4400 ? "bad_request" : "conflict";
}

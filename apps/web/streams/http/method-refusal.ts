import type { IncomingMessage } from "node:http";
import { AppError } from "@retake/core/errors";
import { errorAnswer } from "./error-answer.ts";
import type { Answer } from "./send.ts";

const READING = ["GET", "HEAD"];

/** 405, with the methods that would be answered here, as RFC 9110 section 15.5.6 demands. */
export function methodRefusal(allowed: readonly string[]): Answer {
  const allow = allowed.join(", ");
  const refusal = errorAnswer(new AppError("method_not_allowed", `This address answers ${allow}.`));
  return { ...refusal, headers: { ...refusal.headers, allow } };
}

/** For an address that only reads, before anything else is asked. @returns null when the request does read */
export function refuseWrites({ method = "GET" }: IncomingMessage): Answer | null {
  return READING.includes(method) ? null : methodRefusal(READING);
}

import { z } from "zod";
import { PROTOCOL_ERRORS, ProtocolError } from "../errors.ts";
import { PROTOCOL_LIMITS } from "../limits.ts";
import type { Refused, ServerError, ServerMessage } from "../messages.ts";
import { checkFields } from "./check-fields.ts";
import { parseFrame } from "./parse-frame.ts";

const count = z.int().min(0).max(PROTOCOL_LIMITS.seqMax);
const text = z.string().max(PROTOCOL_LIMITS.textLengthMax);
const optionalCount = count.nullish().transform((value) => value ?? null);

const SCHEMAS = {
  session_started: z.object({
    type: z.literal("session_started"),
    session_id: text,
    resume_from: count.min(1),
    credit: count,
  }),
  ack: z.object({ type: z.literal("ack"), seq: count, credit: count }),
  backpressure: z.object({
    type: z.literal("backpressure"),
    action: z.enum(["slow_down", "resume"]),
    queued: count,
  }),
  error: z.object({
    type: z.literal("error"),
    code: text,
    message: text,
    fatal: z.boolean(),
    seq: optionalCount,
    wanted: optionalCount,
  }),
  going_away: z.object({ type: z.literal("going_away"), reconnect_after_ms: count }),
  session_ended: z.object({
    type: z.literal("session_ended"),
    session_id: text,
    messages: count,
    frames: count,
    dropped: count,
  }),
} as const satisfies { [T in ServerMessage["type"]]: z.ZodType<Extract<ServerMessage, { type: T }>> };

/**
 * What a server says; null for a type this version does not know, which a client must step over.
 * @throws ProtocolError and nothing else
 */
export function decodeServerText(frame: string | Uint8Array): ServerMessage | null {
  const raw = parseFrame(frame);
  if (!Object.hasOwn(SCHEMAS, raw.type)) return null;
  return checkFields(SCHEMAS[raw.type as ServerMessage["type"]], raw);
}

/** Absent fields are left out. */
export function encodeServerText(message: ServerMessage): string {
  return JSON.stringify(message, (_key, value: unknown) => value ?? undefined);
}

/** What a robot is told of a fault: fatal when its socket is closed for it, never for one refused message. */
export function serverError(fault: ProtocolError | Refused, wanted: number | null = null): ServerError {
  const told =
    fault instanceof ProtocolError
      ? {
          code: fault.wireCode,
          message: fault.message,
          fatal: PROTOCOL_ERRORS[fault.wireCode].close !== null,
          seq: null,
        }
      : { code: fault.code, message: fault.reason, fatal: false, seq: fault.seq };
  return { type: "error", ...told, message: told.message.slice(0, PROTOCOL_LIMITS.textLengthMax), wanted };
}

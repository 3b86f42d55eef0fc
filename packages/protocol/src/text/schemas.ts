import { sessionIdSchema } from "@retake/core/ids";
import { z } from "zod";
import { dimsOf, parseDataType } from "../data-type.ts";
import { PROTOCOL_LIMITS } from "../limits.ts";
import { MARK_KINDS } from "../messages.ts";
import { readWireNumber } from "./wire-number.ts";

/** Fields of client frames. Unknown fields are ignored, so that a newer client can talk to an older server. */

/** A zero character cannot be kept by Postgres, half a character not by UTF-8. */
const UNSTORABLE = /[\0\p{Cs}]/u;
export const UNNAMEABLE = /[\p{Cc}\p{Cs}]/u;

function text(lengthMax: number): z.ZodType<string> {
  return z
    .string()
    .max(lengthMax)
    .refine((value) => !UNSTORABLE.test(value), "holds a zero or half a character");
}

const optionalText = text(PROTOCOL_LIMITS.textLengthMax)
  .nullish()
  .transform((value) => value ?? null);

export const topicNameSchema = z
  .string()
  .min(1)
  .max(PROTOCOL_LIMITS.topicLengthMax)
  .refine((name) => !UNNAMEABLE.test(name), "holds a control character");

const labels = z
  .array(text(PROTOCOL_LIMITS.labelLengthMax))
  .max(PROTOCOL_LIMITS.dimsMax)
  .nullish()
  .transform((value) => value ?? null);

const shape = z
  .array(z.int().min(1).max(PROTOCOL_LIMITS.frameIndexMax))
  .max(PROTOCOL_LIMITS.rankMax)
  .nullish()
  .transform((value) => value ?? null);

const topicFields = {
  data_type: z.string().transform((value, context) => {
    const type = parseDataType(value);
    if (type !== null) return type;
    context.addIssue({ code: "custom", message: "is no known data type" });
    return z.NEVER;
  }),
  shape,
  names: labels,
  units: labels,
};

/** A topic as its announcement in a binary frame describes it, and as `session_start` does beside its name. */
export const topicDeclarationSchema = z
  .object({ topic: topicNameSchema, ...topicFields })
  .refine(
    ({ data_type, shape: sizes }) =>
      data_type === "image" || sizes === null || dimsOf(sizes) <= PROTOCOL_LIMITS.dimsMax,
    { path: ["shape"], message: `holds more than ${PROTOCOL_LIMITS.dimsMax} values` },
  );

export const sessionStartSchema = z.object({
  type: z.literal("session_start"),
  session_id: sessionIdSchema,
  robot_type: optionalText,
  fps: z
    .number()
    .positive()
    .nullish()
    .transform((value) => value ?? null),
  task: optionalText,
  operator: optionalText,
  resume: z
    .boolean()
    .nullish()
    .transform((value) => value ?? false),
  token: text(PROTOCOL_LIMITS.tokenLengthMax)
    .nullish()
    .transform((value) => value ?? null),
});

const count = z.int().min(0).max(PROTOCOL_LIMITS.seqMax);

/** Odd times are values too: what to make of them is not for the decoder to say. */
const timestamp = z.unknown().transform((value, context) => {
  const seconds = readWireNumber(value);
  if (seconds !== undefined) return seconds;
  context.addIssue({ code: "custom", message: "is not a number" });
  return z.NEVER;
});

const reward = z
  .unknown()
  .optional()
  .transform((value, context) => {
    if (value == null) return null;
    const number = readWireNumber(value);
    if (number !== undefined) return number;
    context.addIssue({ code: "custom", message: "is not a number" });
    return z.NEVER;
  });

export const messageSchema = z.object({
  topic: topicNameSchema,
  timestamp,
  data_type: z.string().nullish(),
  data: z.unknown().optional(),
  image_base64: z.string().nullish(),
  /** -1 is how typed robots say that there is none. */
  frame_index: z
    .int()
    .min(-1)
    .max(PROTOCOL_LIMITS.frameIndexMax)
    .nullish()
    .transform((index) => (index == null || index < 0 ? null : index)),
});

export const markSchema = z.object({ timestamp, kind: z.enum(MARK_KINDS), text: optionalText });

export const sessionEndSchema = z.object({
  type: z.literal("session_end"),
  outcome: z
    .enum(["success", "failure"])
    .nullish()
    .transform((value) => value ?? null),
  total_reward: reward,
  last_seq: count.nullish().transform((value) => value ?? null),
});

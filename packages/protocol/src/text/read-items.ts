import { ProtocolError } from "../errors.ts";
import { PROTOCOL_LIMITS } from "../limits.ts";
import type { DataItem } from "../messages.ts";
import { checkFields } from "./check-fields.ts";
import { isRecord } from "./parse-frame.ts";
import { readData } from "./read-data.ts";
import { readMessage } from "./read-message.ts";
import { markSchema } from "./schemas.ts";

/** @throws ProtocolError `bad_field`, `too_many_messages` */
export function readBatch(messages: unknown): DataItem[] {
  if (!Array.isArray(messages)) throw new ProtocolError("bad_json", "A batch needs a list of `messages`.");
  if (messages.length > PROTOCOL_LIMITS.batchMessagesMax) {
    throw new ProtocolError(
      "too_many_messages",
      `A batch may hold ${PROTOCOL_LIMITS.batchMessagesMax} messages.`,
    );
  }
  return messages.map(readItem);
}

/** A message or a mark; what is wrong with it refuses it alone, under its own number, and never its neighbours. */
export function readItem(raw: unknown): DataItem {
  const seq = isRecord(raw) ? readSeq(raw["seq"]) : null;
  try {
    if (!isRecord(raw)) throw new ProtocolError("bad_field", "A message must be an object.");
    if (raw["type"] === "mark") return { type: "mark", seq, ...checkFields(markSchema, raw) };
    if (raw["type"] !== "message" && raw["type"] !== undefined) {
      throw new ProtocolError("unknown_type", "This type of message is not known.");
    }
    const fields = readMessage(raw);
    const { topic, timestamp, frame_index } = fields;
    return { type: "message", seq, topic, timestamp, frame_index, ...readData(fields) };
  } catch (thrown) {
    if (!(thrown instanceof ProtocolError)) throw thrown;
    return { type: "refused", seq, code: thrown.wireCode, reason: thrown.message };
  }
}

/** A number that cannot be read counts as none: what that means depends on the session's protocol. */
function readSeq(value: unknown): number | null {
  const isSeq =
    typeof value === "number" && Number.isSafeInteger(value) && value >= 1 && value <= PROTOCOL_LIMITS.seqMax;
  return isSeq ? value : null;
}

import { PROTOCOL_LIMITS } from "../limits.ts";
import { checkFields } from "./check-fields.ts";
import { messageSchema, UNNAMEABLE } from "./schemas.ts";

/** Fields of a JSON message, those that hold its data not looked at yet. */
export interface MessageFields {
  topic: string;
  timestamp: number;
  data_type?: string | null | undefined;
  data?: unknown;
  image_base64?: string | null | undefined;
  frame_index: number | null;
}

/**
 * The fields as {@link messageSchema} makes them, without asking it where they are plainly right: it costs as much as all the rest of a
 * message. What is not, it refuses in its own words.
 * @throws ProtocolError `bad_field`
 */
export function readMessage(raw: Record<string, unknown>): MessageFields {
  const { topic, timestamp, data_type, data, image_base64, frame_index } = raw;
  if (
    typeof timestamp !== "number" ||
    !isTopicName(topic) ||
    !isOptionalText(data_type) ||
    !isOptionalText(image_base64) ||
    !isOptionalIndex(frame_index)
  ) {
    return checkFields(messageSchema, raw);
  }
  const index = frame_index == null || frame_index < 0 ? null : frame_index;
  return { topic, timestamp, data_type, data, image_base64, frame_index: index };
}

function isTopicName(value: unknown): value is string {
  return (
    typeof value === "string" &&
    value.length > 0 &&
    value.length <= PROTOCOL_LIMITS.topicLengthMax &&
    !UNNAMEABLE.test(value)
  );
}

function isOptionalText(value: unknown): value is string | null | undefined {
  return value === undefined || value === null || typeof value === "string";
}

function isOptionalIndex(value: unknown): value is number | null | undefined {
  if (value === undefined || value === null) return true;
  return (
    typeof value === "number" &&
    Number.isInteger(value) &&
    value >= -1 &&
    value <= PROTOCOL_LIMITS.frameIndexMax
  );
}

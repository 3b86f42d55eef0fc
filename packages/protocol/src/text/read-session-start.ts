import { SESSION_ID_PATTERN } from "@retake/core/ids";
import { ProtocolError } from "../errors.ts";
import { PROTOCOL_LIMITS } from "../limits.ts";
import type { SessionStart, TopicDeclaration } from "../messages.ts";
import { checkFields } from "./check-fields.ts";
import { isRecord, type RawFrame } from "./parse-frame.ts";
import { sessionStartSchema, topicDeclarationSchema } from "./schemas.ts";

/**
 * @throws ProtocolError `bad_session_id`, `unsupported_protocol`, `too_many_topics`, `bad_field`
 */
export function readSessionStart(raw: RawFrame): SessionStart {
  const id = raw["session_id"];
  if (typeof id !== "string" || !SESSION_ID_PATTERN.test(id)) {
    throw new ProtocolError(
      "bad_session_id",
      "`session_id` has letters, digits, '.', '_' and '-', at most 128, the first a letter or digit.",
    );
  }
  const protocol = readProtocol(raw["protocol"]);
  return { ...checkFields(sessionStartSchema, raw), topics: readTopics(raw["topics"]), protocol };
}

function readProtocol(value: unknown): 1 | 2 {
  if (value == null || value === 1) return 1;
  if (value === 2) return 2;
  throw new ProtocolError("unsupported_protocol", "This server speaks protocol 1 and 2.");
}

function readTopics(topics: unknown): TopicDeclaration[] {
  if (topics == null) return [];
  if (!isRecord(topics)) throw new ProtocolError("bad_field", "`topics` maps names to what they carry.");
  const entries = Object.entries(topics);
  if (entries.length > PROTOCOL_LIMITS.topicsMax) {
    throw new ProtocolError("too_many_topics", `A session may have ${PROTOCOL_LIMITS.topicsMax} topics.`);
  }
  return entries.map(([topic, fields]) =>
    checkFields(topicDeclarationSchema, isRecord(fields) ? { ...fields, topic } : { topic }),
  );
}

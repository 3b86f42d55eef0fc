import type { SessionEnd, UnreadField } from "../messages.ts";
import { checkFields } from "./check-fields.ts";
import type { RawFrame } from "./parse-frame.ts";
import { sessionEndSchema } from "./schemas.ts";

const SAID_LENGTH_MAX = 64;
const FIELDS = ["outcome", "total_reward"] as const;

/**
 * A client of protocol 2 is told what is wrong and says it again. One of protocol 1 has closed by then, and its recording must end all
 * the same: what cannot be read is null, and listed.
 * @throws ProtocolError `bad_field`, in protocol 2
 */
export function readSessionEnd(raw: RawFrame, protocol: 1 | 2): SessionEnd {
  if (protocol === 2) return checkFields(sessionEndSchema, raw);
  const unnumbered = { ...raw, last_seq: null };
  const result = sessionEndSchema.safeParse(unnumbered);
  if (result.success) return result.data;
  const unread: UnreadField[] = FIELDS.filter((field) =>
    result.error.issues.some(({ path }) => path[0] === field),
  ).map((field) => ({ field, said: shown(raw[field]) }));
  const readable = { ...unnumbered, ...Object.fromEntries(unread.map(({ field }) => [field, null])) };
  return { ...checkFields(sessionEndSchema, readable), unread };
}

/** Short, and without what neither Postgres nor UTF-8 can keep. */
function shown(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const short = text.length > SAID_LENGTH_MAX ? `${text.slice(0, SAID_LENGTH_MAX)}…` : text;
  return short.replaceAll(/[\p{Cc}\p{Cs}]/gu, "\uFFFD");
}

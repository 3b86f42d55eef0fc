import type { SessionMark } from "../schemas/annotations.ts";
import type { Mark } from "../schemas/episodes.ts";

export function sessionMark({ time, kind, text }: Mark): SessionMark {
  return { timestamp: time, kind, text: text ?? "" };
}

import type { Session } from "@retake/trpc/schemas";
import type { Ask } from "../question.ts";

const PAGE = 1_000;

/** Every session, newest first. */
export async function listSessions(ask: Ask): Promise<Session[]> {
  const sessions: Session[] = [];
  while (true) {
    const text = await ask({ kind: "list", limit: PAGE, offset: sessions.length });
    const page = JSON.parse(text.toString()) as { sessions: Session[]; total: number };
    sessions.push(...page.sessions);
    if (sessions.length >= page.total || page.sessions.length === 0) return sessions;
  }
}

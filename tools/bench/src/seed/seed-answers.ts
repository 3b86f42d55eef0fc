import type { DuckDBConnection, DuckDBValue, JS } from "@duckdb/node-api";
import type { Ask, Question } from "../question.ts";

type Row = Record<string, JS>;

/** What its handlers take out of a session before they answer it. */
const INTERNAL_FIELDS = new Set(["embedding", "metrics_vec"]);

/**
 * The seed's handlers (its server/api/*.py), question by question: the same statements in the same order, `SELECT *`, one connection,
 * statements parsed anew at each call, an answer as one JSON text. Cheaper than the seed in one thing: rows are not validated again.
 */
export function createSeedAnswers(connection: DuckDBConnection): Ask {
  const read = async (sql: string, values: DuckDBValue[] = []): Promise<Row[]> =>
    (await connection.runAndReadAll(sql, values)).getRowObjectsJS();

  async function sessionRow(sessionId: string): Promise<Row> {
    const [row] = await read("SELECT * FROM sessions WHERE session_id = ?", [sessionId]);
    if (row === undefined) throw new Error(`the seed has no session ${sessionId}`);
    return row;
  }

  async function list(limit: number, offset: number): Promise<unknown> {
    const rows = await read("SELECT * FROM sessions ORDER BY created_at DESC LIMIT ? OFFSET ?", [
      limit,
      offset,
    ]);
    const [counted] = await read("SELECT count(*) AS cnt FROM sessions");
    return { sessions: rows.map(toSession), total: Number(counted?.["cnt"]) };
  }

  async function seek({ sessionId, from, to, topics, limit }: Question & { kind: "seek" }): Promise<unknown> {
    await sessionRow(sessionId);
    const marks = topics === null ? "" : ` AND topic IN (${topics.map(() => "?").join(", ")})`;
    const rows = await read(
      `SELECT * FROM messages WHERE session_id = ? AND timestamp >= ? AND timestamp <= ?${marks} ORDER BY timestamp ASC LIMIT ?`,
      [sessionId, from, to, ...(topics ?? []), limit],
    );
    return rows.map(toMessage);
  }

  async function exportAll(sessionId: string): Promise<string> {
    const session = withoutInternal(await sessionRow(sessionId));
    const messages = await read("SELECT * FROM messages WHERE session_id = ? ORDER BY timestamp ASC", [
      sessionId,
    ]);
    const topics = await read("SELECT * FROM topics WHERE session_id = ?", [sessionId]);
    return JSON.stringify({ session, topics, messages: messages.map(toMessage) }, null, 2);
  }

  return async (question) => {
    switch (question.kind) {
      case "list":
        return JSON.stringify(await list(question.limit, question.offset));
      case "detail":
        return JSON.stringify(toSession(await sessionRow(question.sessionId)));
      case "seek":
        return JSON.stringify(await seek(question));
      case "export":
        return await exportAll(question.sessionId);
    }
  };
}

function withoutInternal(row: Row): Row {
  return Object.fromEntries(Object.entries(row).filter(([name]) => !INTERNAL_FIELDS.has(name)));
}

/** `features` is parsed, because its answer is an object; `data` of a message stays the text it is stored as. */
function toSession(row: Row): Record<string, unknown> {
  const { features } = row;
  return {
    ...withoutInternal(row),
    features: typeof features === "string" ? (JSON.parse(features) as unknown) : null,
  };
}

/** Python's integers are JSON numbers whatever their size; JSON.stringify knows no bigint. */
function toMessage(row: Row): Row {
  row["id"] = Number(row["id"]);
  return row;
}

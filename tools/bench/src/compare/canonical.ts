import type { Question } from "../question.ts";

/**
 * What an answer says, whoever wrote it, for the fields both have. Allowed to differ are only: a float32 as its own or as its double's
 * decimals, `data` and `features` as JSON text (the seed) or JSON, rows of one timestamp in any order, our additional fields, and the
 * seed's numbers of rows (`id`) and its mean rate of a topic (it divides by one interval too few).
 */
export function canonical(question: Question, answer: Uint8Array | string): unknown {
  const value = JSON.parse(Buffer.from(answer).toString("utf8")) as Json;
  switch (question.kind) {
    case "list":
      return { total: value["total"], sessions: (value["sessions"] as Json[]).map(session) };
    case "detail":
      return session(value);
    case "seek":
      return messages(value as unknown as Json[]);
    case "export":
      return {
        session: session(value["session"] as Json),
        topics: (value["topics"] as Json[]).map(topic).toSorted(byText),
        messages: messages(value["messages"] as Json[]),
      };
  }
}

type Json = Record<string, unknown>;

const SESSION_FIELDS = [
  "session_id",
  "source",
  "dataset_name",
  "episode_index",
  "task",
  "robot_type",
  "fps",
  "start_time",
  "end_time",
  "total_frames",
  "status",
  "outcome",
  "total_reward",
  "summary",
  "umap_x",
  "umap_y",
];

function session(row: Json): Json {
  const fields = Object.fromEntries(SESSION_FIELDS.map((name) => [name, row[name]]));
  return { ...fields, features: sorted(parsed(row["features"])) };
}

function topic(row: Json): Json {
  const { topic: name, message_count, first_time, last_time, data_type } = row;
  return { name, message_count, first_time, last_time, data_type };
}

function messages(rows: readonly Json[]): Json[] {
  return rows
    .map(({ session_id, timestamp, topic: name, data_type, data, image_path, frame_index }) => ({
      timestamp,
      name,
      session_id,
      data_type,
      data: (parsed(data) as unknown[]).map((value) =>
        data_type === "float32[]" && typeof value === "number" ? Math.fround(value) : value,
      ),
      image_path,
      frame_index,
    }))
    .toSorted((a, b) => Number(a.timestamp) - Number(b.timestamp) || byText(a, b));
}

function byText(a: Json, b: Json): number {
  return String(a["name"]) < String(b["name"]) ? -1 : 1;
}

function parsed(value: unknown): unknown {
  return typeof value === "string" ? JSON.parse(value) : value;
}

function sorted(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, one]) => [key, sorted(one)]),
  );
}

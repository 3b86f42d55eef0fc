import fs from "node:fs";
import { DuckDBInstance, type DuckDBConnection } from "@duckdb/node-api";
import { dataTypeOf } from "@retake/telemetry/json-rows";
import type { TopicColumns } from "@retake/telemetry/types";
import type { Session } from "@retake/trpc/schemas";
import { COPY_OFFSET, type EpisodeCopy } from "../ours/episode-copy.ts";
import { SEED_INDEXES, SEED_TABLES, SEED_TOPIC_SUMMARIES } from "./schema.ts";

export interface SeedContent {
  /** In the order of import. */
  episodes: readonly EpisodeCopy[];
  /** The samples of the originals, by {@link EpisodeCopy.original}. */
  originals: ReadonlyMap<number, readonly TopicColumns[]>;
  /** Newest first, as our list has them. */
  sessions: readonly Session[];
}

/** Makes the seed's file: sessions, and per session its messages frame by frame, in the order its importer appends them. */
export async function fillSeed(file: string, content: SeedContent): Promise<void> {
  fs.rmSync(file, { force: true });
  const instance = await DuckDBInstance.create(file);
  const connection = await instance.connect();
  try {
    for (const table of SEED_TABLES) await connection.run(table);
    await fillSessions(connection, content.sessions);
    await stageRows(connection, content.originals);
    await stageEpisodes(connection, content.episodes);
    await connection.run(INSERT_MESSAGES);
    for (const index of SEED_INDEXES) await connection.run(index);
    await connection.run(SEED_TOPIC_SUMMARIES);
    await connection.run("CHECKPOINT");
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

const INSERT_MESSAGES = `
  INSERT INTO messages
  SELECT row_number() OVER (ORDER BY e.position, r.frame, r.place), e.session_id, r.t, r.topic, r.data_type,
    CASE WHEN r.is_float THEN to_json(list_transform(r.v, x -> (x + (e.copy * ${COPY_OFFSET})::FLOAT)::FLOAT::DOUBLE))
      ELSE r.text::JSON END,
    NULL, r.frame
  FROM bench_episodes e JOIN bench_rows r ON r.original = e.original
  ORDER BY e.position, r.frame, r.place`;

async function fillSessions(connection: DuckDBConnection, sessions: readonly Session[]): Promise<void> {
  const ties = new Map<string, number>();
  const rows = sessions.map((session) => {
    const tie = ties.get(session.created_at) ?? 0;
    ties.set(session.created_at, tie + 1);
    return { ...session, tie };
  });
  await connection.run(
    `INSERT INTO sessions SELECT r.session_id, r.source, r.dataset_name, r.episode_index, r.task, r.robot_type, r.fps,
      r.start_time, r.end_time, r.total_frames, r.status, r.outcome, r.total_reward, r.features, NULL, NULL, NULL, NULL, NULL,
      -- Microseconds that our order of equal instants has and the seed's has not.
      r.created_at::TIMESTAMPTZ::TIMESTAMP - to_microseconds(r.tie)
    FROM (SELECT unnest(from_json($1, '[{"session_id":"VARCHAR","source":"VARCHAR","dataset_name":"VARCHAR","episode_index":"INTEGER",
      "task":"VARCHAR","robot_type":"VARCHAR","fps":"DOUBLE","start_time":"DOUBLE","end_time":"DOUBLE","total_frames":"INTEGER",
      "status":"VARCHAR","outcome":"VARCHAR","total_reward":"DOUBLE","features":"JSON","created_at":"VARCHAR","tie":"INTEGER"}]')) AS r)`,
    [JSON.stringify(rows)],
  );
}

async function stageRows(connection: DuckDBConnection, originals: SeedContent["originals"]): Promise<void> {
  await connection.run(
    "CREATE TEMP TABLE staged (original INTEGER, place INTEGER, frame INTEGER, t DOUBLE, topic VARCHAR, data_type VARCHAR, is_float BOOLEAN, text VARCHAR)",
  );
  const appender = await connection.createAppender("staged", undefined, "temp");
  for (const [original, topics] of originals) {
    for (const [place, topic] of topics.entries()) {
      for (let row = 0; row < topic.t.length; row++) {
        appender.appendInteger(original);
        appender.appendInteger(place);
        appender.appendInteger(topic.frame[row] ?? 0);
        appender.appendDouble(topic.t[row] ?? 0);
        appender.appendVarchar(topic.name);
        appender.appendVarchar(dataTypeOf(topic.type));
        appender.appendBoolean(topic.type === "float32");
        appender.appendVarchar(JSON.stringify(rowValues(topic, row)));
        appender.endRow();
      }
    }
  }
  appender.closeSync();
  await connection.run(
    "CREATE TEMP TABLE bench_rows AS SELECT *, CASE WHEN is_float THEN text::FLOAT[] END AS v FROM staged",
  );
}

/** As Python's json.dumps writes them: a float32 becomes the double it equals. */
function rowValues({ type, dims, values }: TopicColumns, row: number): unknown[] {
  const own = Array.from(values.slice(row * dims, (row + 1) * dims) as ArrayLike<number | bigint | string>);
  if (type === "bool") return own.map((value) => value !== 0);
  return type === "int64" ? own.map(Number) : own;
}

async function stageEpisodes(connection: DuckDBConnection, episodes: SeedContent["episodes"]): Promise<void> {
  await connection.run(
    "CREATE TEMP TABLE bench_episodes (position INTEGER, session_id VARCHAR, original INTEGER, copy INTEGER)",
  );
  const appender = await connection.createAppender("bench_episodes", undefined, "temp");
  for (const [position, episode] of episodes.entries()) {
    appender.appendInteger(position);
    appender.appendVarchar(episode.sessionId);
    appender.appendInteger(episode.original);
    appender.appendInteger(episode.copy);
    appender.endRow();
  }
  appender.closeSync();
}

/** Columns of a table and their types in Postgres. */
type Columns = Readonly<Record<string, string>>;

/** Filled in once: a person may have set them by hand since. */
const ONCE: Columns = { task: "text", outcome: '"Outcome"' };

const EPISODE: Columns = {
  workspaceId: "text",
  datasetId: "text",
  sessionId: "text",
  episodeIndex: "int",
  source: '"EpisodeSource"',
  status: '"EpisodeStatus"',
  robotType: "text",
  tasks: "text[]",
  fps: "float8",
  startTime: "float8",
  endTime: "float8",
  durationS: "float8",
  totalFrames: "int",
  totalMessages: "int",
  totalReward: "float8",
  features: "jsonb",
  contentHash: "text",
  warnings: "jsonb",
};

const TOPIC: Columns = {
  name: "text",
  kind: "text",
  dataType: "text",
  shape: "int[]",
  featureNames: "text[]",
  units: "text[]",
  messageCount: "int",
  firstTime: "float8",
  lastTime: "float8",
  avgFrequency: "float8",
  stats: "jsonb",
  position: "int",
};

const SEGMENT: Columns = {
  part: "int",
  key: "text",
  bytes: "int",
  rows: "int",
  firstTime: "float8",
  lastTime: "float8",
};

const CAMERA: Columns = {
  topic: "text",
  position: "int",
  storage: "text",
  width: "int",
  height: "int",
  videoHash: "text",
  firstFrame: "int",
  frames: "int",
  fromTime: "float8",
  toTime: "float8",
  fps: "float8",
  isDepth: "boolean",
  blobKey: "text",
  problem: "text",
};

/**
 * Writes one episode: $1 its row, $2 its topics, $3 its segments, $4 its cameras, each as JSON; those that it had and has
 * no longer go. Who watches is told if it can be seen; publishing tells of all others.
 *
 * One text for every episode. Prisma makes another one of each list of topics, and holds the plans of the last thousand:
 * 66 kB for each episode of eight topics.
 */
export const SAVE_EPISODE = `
WITH given AS (
  SELECT * FROM jsonb_to_record($1::jsonb) AS r(${typed({ id: "text", ...EPISODE, ...ONCE })})
), saved AS (
  INSERT INTO "Episode" (${quoted({ id: "text", ...EPISODE, ...ONCE })})
  SELECT ${quoted({ id: "text", ...EPISODE, ...ONCE })} FROM given
  ON CONFLICT ("id") DO UPDATE SET ${renewed(EPISODE)}, "updatedAt" = now()
  RETURNING "workspaceId", "sessionId", "publishedAt"
), ${replaced("Topic", "$2", "name", TOPIC)}, ${replaced("Segment", "$3", "part", SEGMENT)},
${replaced("EpisodeCamera", "$4", "topic", CAMERA)}
SELECT pg_notify('episode', "workspaceId" || '/' || "sessionId") FROM saved WHERE "publishedAt" IS NOT NULL`;

function replaced(table: string, parameter: string, key: string, columns: Columns): string {
  const rows = `${table}_rows`;
  const values = Object.keys(columns).map((name) => `${rows}."${name}"`);
  return `${rows} AS (
  SELECT * FROM jsonb_to_recordset(${parameter}::jsonb) AS r(${typed(columns)})
), ${table}_gone AS (
  DELETE FROM "${table}" USING given
  WHERE "episodeId" = given."id" AND "${key}" NOT IN (SELECT "${key}" FROM ${rows})
), ${table}_saved AS (
  INSERT INTO "${table}" ("episodeId", ${quoted(columns)})
  SELECT given."id", ${values.join(", ")} FROM given, ${rows}
  ON CONFLICT ("episodeId", "${key}") DO UPDATE SET ${renewed(columns)}
)`;
}

function typed(columns: Columns): string {
  return Object.entries(columns)
    .map(([name, type]) => `"${name}" ${type}`)
    .join(", ");
}

function quoted(columns: Columns): string {
  return Object.keys(columns)
    .map((name) => `"${name}"`)
    .join(", ");
}

function renewed(columns: Columns): string {
  return Object.keys(columns)
    .map((name) => `"${name}" = excluded."${name}"`)
    .join(", ");
}

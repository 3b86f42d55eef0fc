import type { Services } from "../context.ts";
import type { MapKind } from "./map-data.ts";

/** Values of a dictionary; what most points do not have stays without a code. */
const VALUES_MAX = 2_000;

/** Columns of the points in no particular order, as Postgres packs them. */
export interface PackedPoints {
  count: number;
  sessionIds: string[];
  x: Float32Array;
  y: Float32Array;
  reward: Float32Array;
  duration: Float32Array;
  frames: Float32Array;
  rating: Float32Array;
  /** Seconds since 1970. */
  created: Float64Array;
  /** By name of its dictionary, one code a point. */
  codes: Record<"cluster" | "outcome" | "source" | "dataset" | "task" | "robot", Uint16Array>;
  values: Record<"dataset" | "task" | "robot", { value: string; label: string }[]>;
}

/** A dictionary of one column: those most have first. */
const dictionary = (column: string): string =>
  `select e."${column}" as value, row_number() over (order by count(*) desc, e."${column}") - 1 as code
   from "Episode" e where e."workspaceId" = $1 and e."publishedAt" is not null and e."${column}" is not null
   group by 1 order by 2 limit ${VALUES_MAX}`;

const pack = (name: string, type: "float4" | "float8" | "int2", value: string): string =>
  `string_agg(${type}send(${value}), '') as "${name}"`;
const code = (name: string, value: string): string => pack(name, "int2", `coalesce(${value}, -1)::int2`);
const real = (name: string, value: string): string => pack(name, "float4", `coalesce(${value}::real, 'NaN')`);

/**
 * One row of packed columns: a hundred thousand rows would keep Node and Postgres busy for longer with writing and reading digits
 * than with anything else.
 */
const POINTS = `
  with task as materialized (${dictionary("task")}), robot as materialized (${dictionary("robotType")}),
  dataset as materialized (
    select d."id", d."slug", d."name", row_number() over (order by count(*) desc, d."slug") - 1 as code
    from "Episode" e join "Dataset" d on d."id" = e."datasetId" where e."workspaceId" = $1 and e."publishedAt" is not null
    group by d."id" order by 4 limit ${VALUES_MAX}),
  shown as (
    select e."sessionId", e."outcome", e."source", e."datasetId", e."robotType", e."task", e."totalReward", e."durationS", e."totalFrames",
      e."rating", e."createdAt", m."x", m."y", m."cluster"
    from "MapPoint" m join "Episode" e on e."id" = m."episodeId"
    where m."workspaceId" = $1 and m."kind" = $2 and e."workspaceId" = $1 and e."publishedAt" is not null)
  select count(*)::int as "count", coalesce(string_agg(s."sessionId", E'\\n'), '') as "ids",
    ${real("x", `s."x"`)}, ${real("y", `s."y"`)}, ${real("reward", `s."totalReward"`)}, ${real("duration", `s."durationS"`)},
    ${real("frames", `s."totalFrames"`)}, ${real("rating", `s."rating"`)},
    ${pack("created", "float8", `date_part('epoch', s."createdAt")`)},
    ${code("cluster", `s."cluster"`)}, ${code("outcome", `case s."outcome" when 'success' then 0 when 'failure' then 1 end`)},
    ${code("source", `case s."source" when 'import' then 0 else 1 end`)},
    ${code("dataset", "dataset.code")}, ${code("task", "task.code")}, ${code("robot", "robot.code")},
    (select json_agg(json_build_object('value', "slug", 'label', "name") order by code) from dataset) as "datasets",
    (select json_agg(json_build_object('value', value, 'label', value) order by code) from task) as "tasks",
    (select json_agg(json_build_object('value', value, 'label', value) order by code) from robot) as "robots"
  from shown s left join task on task.value = s."task" left join robot on robot.value = s."robotType"
    left join dataset on dataset."id" = s."datasetId"`;

type Packed =
  | "x"
  | "y"
  | "reward"
  | "duration"
  | "frames"
  | "rating"
  | "created"
  | keyof PackedPoints["codes"];
type Row = Record<Packed, Buffer | null> & { count: number; ids: string } & Record<
    "datasets" | "tasks" | "robots",
    { value: string; label: string }[] | null
  >;

/** All points of one map of a workspace, in no particular order: one query. */
export async function loadPoints(
  db: Services["db"],
  workspaceId: string,
  kind: MapKind,
): Promise<PackedPoints> {
  const { rows } = await db.pool.query<Row>(POINTS, [workspaceId, kind]);
  const row = rows[0];
  if (row === undefined) throw new Error("assertion failed: an aggregate gives one row");
  const floats = (name: Packed): Float32Array => unpack(row[name], Float32Array, 4);
  const codes = (name: Packed): Uint16Array => unpack(row[name], Uint16Array, 2);
  return {
    count: row.count,
    sessionIds: row.count === 0 ? [] : row.ids.split("\n"),
    x: floats("x"),
    y: floats("y"),
    reward: floats("reward"),
    duration: floats("duration"),
    frames: floats("frames"),
    rating: floats("rating"),
    created: unpack(row.created, Float64Array, 8),
    codes: {
      cluster: codes("cluster"),
      outcome: codes("outcome"),
      source: codes("source"),
      dataset: codes("dataset"),
      task: codes("task"),
      robot: codes("robot"),
    },
    values: { dataset: row.datasets ?? [], task: row.tasks ?? [], robot: row.robots ?? [] },
  };
}

/** Postgres sends big endian. -1 becomes `NO_CODE`. */
function unpack<T extends Float32Array | Float64Array | Uint16Array>(
  bytes: Buffer | null,
  Column: new (buffer: ArrayBuffer) => T,
  size: 2 | 4 | 8,
): T {
  const own = Buffer.alloc(bytes?.length ?? 0);
  bytes?.copy(own);
  if (size === 2) own.swap16();
  else if (size === 4) own.swap32();
  else own.swap64();
  return new Column(own.buffer.slice(own.byteOffset, own.byteOffset + own.length) as ArrayBuffer);
}

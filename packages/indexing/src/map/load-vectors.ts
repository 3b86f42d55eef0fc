import type { Matrix } from "@retake/ai/types";
import type { Db } from "@retake/db";
import { vectorOf } from "../texts/vector-bytes.ts";
import type { MapKind } from "../types.ts";

/** The vectors that a map is made from, one per episode that has one, in the order of ids. */
export interface MapVectors {
  ids: string[];
  matrix: Matrix;
  /** What they were computed by: a map of others than these has to be laid out again. */
  basis: string;
}

const PAGE = 2_000;

/** Of all episodes, of those that have a point on the map, of those that have none, or of these. */
export type WhichVectors = "all" | "placed" | "fresh" | { ids: readonly string[] };

/** @param textSpace whose vectors of texts count */
export async function loadVectors(
  db: Db,
  workspaceId: string,
  kind: MapKind,
  textSpace: string,
  which: WhichVectors = "all",
): Promise<MapVectors> {
  const ids: string[] = [];
  const vectors: Float32Array[] = [];
  for (let after = ""; ;) {
    const { rows } = await db.pool.query<{ id: string; parts: Buffer[] }>(queryFor(kind, which), [
      workspaceId,
      after,
      PAGE,
      textSpace,
      ...(typeof which === "object" ? [which.ids] : []),
    ]);
    for (const { id, parts } of rows) {
      const vector = meanOf(parts.map(vectorOf));
      const fits = vector !== null && vector.length === (vectors[0] ?? vector).length;
      if (!fits || !vector.every(Number.isFinite)) continue;
      ids.push(id);
      vectors.push(vector);
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) break;
    after = last.id;
  }
  return { ids, matrix: toMatrix(vectors), basis: await basisOf(db, workspaceId, kind, textSpace) };
}

function queryFor(kind: MapKind, which: WhichVectors): string {
  const point = `exists (select 1 from "MapPoint" p where p."episodeId" = i."episodeId" and p."kind" = '${kind}')`;
  const chosen =
    typeof which === "object"
      ? ` and i."episodeId" = any($5)`
      : { all: "", placed: ` and ${point}`, fresh: ` and not ${point}` }[which];
  return `select i."episodeId" as "id", ${PARTS[kind]} as "parts" from "EpisodeIndex" i
    where i."workspaceId" = $1 and $4::text is not null and i."episodeId" > $2 and ${hasVector(kind, "$4")}${chosen} order by 1 limit $3`;
}

const PARTS: Record<MapKind, string> = {
  motion: `array[i."motion"]`,
  visual: `array[i."visual"]`,
  text: `array(select v."vector" from unnest(array[i."taskHash", i."peopleHash", i."descriptionHash"]) with ordinality as h("hash", "n")
      join "TextVector" v on v."space" = $4 and v."hash" = h."hash" order by h."n")`,
};

/** Whether the row `i` of EpisodeIndex has what a map of this kind is made from. @param space the value of the space of texts */
export function hasVector(kind: MapKind, space: string): string {
  if (kind !== "text") return `i."${kind}" is not null`;
  return `exists (select 1 from "TextVector" v where v."space" = ${space} and v."hash" in (i."taskHash", i."peopleHash", i."descriptionHash"))`;
}

/** The episodes that a map of this kind may show. */
export async function idsWithVector(
  { pool }: Db,
  workspaceId: string,
  kind: MapKind,
  textSpace: string,
): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `select i."episodeId" as "id" from "EpisodeIndex" i where i."workspaceId" = $1 and $2::text is not null and ${hasVector(kind, "$2")} order by 1`,
    [workspaceId, textSpace],
  );
  return rows.map(({ id }) => id);
}

export function rowOf({ dims, data }: Matrix, row: number): Float32Array {
  return data.subarray(row * dims, (row + 1) * dims);
}

/** The mean of an episode's texts: what it is about, of whatever it is said. */
function meanOf(parts: readonly Float32Array[]): Float32Array | null {
  const [first, ...rest] = parts;
  if (first === undefined) return null;
  const sum = first.slice();
  for (const part of rest) for (let d = 0; d < sum.length; d += 1) sum[d] = (sum[d] ?? 0) + (part[d] ?? 0);
  return sum.map((value) => value / parts.length);
}

function toMatrix(vectors: readonly Float32Array[]): Matrix {
  const dims = vectors[0]?.length ?? 0;
  // Shared with the thread that computes with them: they can be hundreds of megabytes.
  const data = new Float32Array(new SharedArrayBuffer(vectors.length * dims * 4));
  for (const [row, vector] of vectors.entries()) data.set(vector, row * dims);
  return { rows: vectors.length, dims, data };
}

/** What a map of today would be made from. */
export async function basisOf(
  db: Db,
  workspaceId: string,
  kind: MapKind,
  textSpace: string,
): Promise<string> {
  if (kind === "text") return textSpace;
  if (kind === "visual") return "stills:1";
  const spaces = await db.prisma.motionSpace.findMany({
    where: { workspaceId },
    orderBy: { key: "asc" },
    select: { key: true, version: true },
  });
  return spaces.map(({ key, version }) => `${key}@${version}`).join(" ");
}

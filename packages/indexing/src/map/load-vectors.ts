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

/** @param textSpace whose vectors of texts count */
export async function loadVectors(
  db: Db,
  workspaceId: string,
  kind: MapKind,
  textSpace: string,
): Promise<MapVectors> {
  const ids: string[] = [];
  const vectors: Float32Array[] = [];
  for (let after = ""; ;) {
    const { rows } = await db.pool.query<{ id: string; parts: Buffer[] }>(QUERIES[kind], [
      workspaceId,
      after,
      PAGE,
      ...(kind === "text" ? [textSpace] : []),
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

const QUERIES: Record<MapKind, string> = {
  motion: `select i."episodeId" as "id", array[i."motion"] as "parts" from "EpisodeIndex" i
    where i."workspaceId" = $1 and i."episodeId" > $2 and i."motion" is not null order by 1 limit $3`,
  visual: `select i."episodeId" as "id", array[i."visual"] as "parts" from "EpisodeIndex" i
    where i."workspaceId" = $1 and i."episodeId" > $2 and i."visual" is not null order by 1 limit $3`,
  text: `select i."episodeId" as "id", array(select v."vector" from unnest(array[i."taskHash", i."peopleHash", i."descriptionHash"]) with ordinality as h("hash", "n")
      join "TextVector" v on v."space" = $4 and v."hash" = h."hash" order by h."n") as "parts"
    from "EpisodeIndex" i where i."workspaceId" = $1 and i."episodeId" > $2 order by 1 limit $3`,
};

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
  const data = new Float32Array(vectors.length * dims);
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

import { notify } from "@retake/db/notify";
import type { Db } from "@retake/db";
import { bytesOf } from "../texts/vector-bytes.ts";

export interface MotionUpdate {
  episodeId: string;
  version: number;
  motion: Float32Array | null;
  /** Why there is none. */
  problem: string | null;
}

/** Motions of a new fit. Places on the map follow from the fit as a whole, so they stay until it is laid out again. */
export async function saveMotions(
  { pool }: Db,
  workspaceId: string,
  updates: readonly MotionUpdate[],
): Promise<void> {
  if (updates.length === 0) return;
  await pool.query(
    `update "EpisodeIndex" i set "motion" = decode(r."motion", 'hex'), "motionVersion" = r."version", "indexedAt" = now(),
       "problems" = case when r."problem" is null then i."problems" - 'motion' else i."problems" || jsonb_build_object('motion', r."problem") end
     from unnest($2::text[], $3::int[], $4::text[], $5::text[]) as r("id", "version", "motion", "problem")
     where i."episodeId" = r."id" and i."workspaceId" = $1`,
    [
      workspaceId,
      updates.map(({ episodeId }) => episodeId),
      updates.map(({ version }) => version),
      updates.map(({ motion }) => (motion === null ? null : bytesOf(motion).toString("hex"))),
      updates.map(({ problem }) => problem),
    ],
  );
  await notify(pool, "index", workspaceId);
}

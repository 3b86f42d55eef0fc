import { AppError, toAppError } from "@retake/core/errors";
import { notify } from "@retake/db/notify";
import { createStills } from "@retake/media/stills";
import { bytesOf } from "../texts/vector-bytes.ts";
import type { Parts, Pass } from "../types.ts";
import { INDEXABLE, PICTURES_HASH, readBasis, writeBasis } from "../work/basis-sql.ts";
import { episodeStrip } from "./episode-stills.ts";
import { stripVector } from "./strip-vector.ts";

interface Due {
  id: string;
  basis: string;
  pictures: string;
}

const AT_LEAST = 5;
/** After so many the map and whoever watches are told. */
const TELL_EVERY = 25;

/**
 * Looks at the pictures of episodes whose cameras changed, one at a time.
 * @returns false when it ended early, because something more urgent waits
 */
export async function pictureStage(parts: Parts, pass: Pass): Promise<boolean> {
  const due = await findDue(parts, pass.workspaceId);
  if (due.length === 0) return true;
  const { store, ffmpegPath } = parts;
  const stills = createStills({ derived: store, ffmpegPath });
  try {
    for (const [n, episode] of due.entries()) {
      pass.signal.throwIfAborted();
      // Some get through in any case: wake-ups without end must not keep them waiting for ever.
      if (n >= AT_LEAST && pass.hurried()) return false;
      await look(parts, pass, stills, episode);
      if ((n + 1) % TELL_EVERY === 0 || n + 1 === due.length)
        await notify(parts.db.pool, "index", pass.workspaceId);
      await pass.tell("pictures", n + 1, due.length);
    }
    return true;
  } finally {
    stills.close();
  }
}

async function findDue({ db }: Parts, workspaceId: string): Promise<Due[]> {
  const { rows } = await db.pool.query<Due>(
    `select * from (select e."id", i."basis", ${PICTURES_HASH} as "pictures", e."createdAt"
       from "Episode" e join "EpisodeIndex" i on i."episodeId" = e."id" where e."workspaceId" = $1 and ${INDEXABLE}) p
     where split_part(p."basis", ';', 3) <> 'v:' || p."pictures" order by p."createdAt" desc, p."id"`,
    [workspaceId],
  );
  return rows;
}

async function look(
  parts: Parts,
  pass: Pass,
  stills: ReturnType<typeof createStills>,
  { id, basis, pictures }: Due,
): Promise<void> {
  const { db } = parts;
  let [visual, problem, again]: [Float32Array | null, string | null, boolean] = [null, null, false];
  try {
    const strip = pictures === "" ? null : await episodeStrip({ ...parts, stills }, id);
    visual = strip === null ? null : await stripVector(strip);
  } catch (thrown) {
    pass.signal.throwIfAborted();
    const error = toAppError(thrown);
    problem = `Its pictures could not be looked at: ${error.message}`;
    again = thrown instanceof AppError && error.retryable;
  }
  // What may do better the next time keeps its old mark, and so is due again.
  const next = again ? basis : writeBasis({ ...readBasis(basis), pictures });
  await db.pool.query(
    `with lifted as (delete from "MapPoint" p using "EpisodeIndex" i where p."episodeId" = $1 and p."kind" = 'visual' and i."episodeId" = $1
       and i."visual" is distinct from $2)
     update "EpisodeIndex" set "visual" = $2, "basis" = $3, "indexedAt" = now(),
       "problems" = case when $4::text is null then "problems" - 'pictures' else "problems" || jsonb_build_object('pictures', $4::text) end
     where "episodeId" = $1`,
    [id, visual === null ? null : bytesOf(visual), next, problem],
  );
  if (problem !== null) pass.counts.failed += 1;
  pass.counts.pictures += 1;
}

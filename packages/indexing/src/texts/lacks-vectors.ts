import type { Db } from "@retake/db";

/** Over `"EpisodeIndex" i`: whether a text of the episode lacks its vector in the space that is parameter 2. */
export const LACKS_VECTOR = `(${["taskHash", "peopleHash", "descriptionHash"]
  .map(
    (column) =>
      `i."${column}" is not null and not exists (select 1 from "TextVector" v where v."space" = $2 and v."hash" = i."${column}")`,
  )
  .join(" or ")})`;

/** Whether a space is not complete: then only the local one may be compared with. */
export async function lacksVectors({ pool }: Db, workspaceId: string, space: string): Promise<boolean> {
  const { rows } = await pool.query<{ lacks: boolean }>(
    `select exists (select 1 from "EpisodeIndex" i where i."workspaceId" = $1 and ${LACKS_VECTOR}) as "lacks"`,
    [workspaceId, space],
  );
  return rows[0]?.lacks === true;
}

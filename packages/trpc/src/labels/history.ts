import { restoreLabels, roomRef } from "@retake/collab/room-host";
import type { UserActor, WorkspaceAccess } from "../actor.ts";
import type { Services } from "../context.ts";
import { getEpisode } from "../episodes/get-episode.ts";
import type { LabelHistoryEntry } from "../schemas/labels.ts";
import { changeInWords } from "./change-in-words.ts";

interface Row {
  id: string;
  at: string;
  userId: string | null;
  userName: string | null;
  kind: string;
  data: Record<string, unknown>;
}

const SQL = `select h."id"::text, to_char(h."createdAt" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "at", h."userId", h."kind", h."data",
    coalesce(u."name", u."email", 'API token ' || t."name") as "userName"
  from "Activity" h left join "User" u on u."id" = h."userId" left join "Token" t on 'token:' || t."id" = h."userId"
  where h."workspaceId" = $1 and h."episodeId" = $2 and h."data"->'layer' is null and ($3::bigint is null or h."id" < $3)
  order by h."id" desc limit $4`;

/** Who changed what in the team's labels of an episode, newest first. @throws AppError `not_found` */
export async function labelHistory(
  services: Pick<Services, "db" | "catalogue">,
  workspace: WorkspaceAccess,
  { sessionId, before, limit }: { sessionId: string; before?: string | undefined; limit: number },
): Promise<LabelHistoryEntry[]> {
  const episode = await getEpisode(services, workspace, sessionId);
  const values = [workspace.id, episode.id, before ?? null, limit];
  const { rows } = await services.db.pool.query<Row>(SQL, values);
  return rows.map(({ id, at, userId, userName, kind, data: { updateId, ...data } }) => ({
    id,
    at,
    user: userId === null ? null : { id: userId, name: userName ?? "somebody who has left" },
    kind,
    words: changeInWords(kind, data),
    data,
    updateId: typeof updateId === "number" ? updateId : null,
  }));
}

/**
 * Makes an episode's labels what they were after an update, as a new change: nothing is taken out of the history, and what was said in comments stays.
 * @throws AppError `not_found`
 */
export async function restoreHistory(
  services: Pick<Services, "catalogue" | "rooms">,
  workspace: WorkspaceAccess,
  { userId }: UserActor,
  { sessionId, toUpdateId }: { sessionId: string; toUpdateId: number },
): Promise<void> {
  const { id } = await getEpisode(services, workspace, sessionId);
  const ref = roomRef(id);
  const past = await services.rooms.asOf(ref, toUpdateId);
  await services.rooms.change(ref, userId, ({ document, tell }) => {
    restoreLabels(document, past);
    tell({ userId, kind: "restored", data: { toUpdateId } });
  });
  past.doc.destroy();
}

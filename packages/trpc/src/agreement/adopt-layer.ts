import { addAnnotation, annotationsOf, removeAnnotation } from "@retake/collab/document";
import { roomRef } from "@retake/collab/room-host";
import { AppError, notFound } from "@retake/core/errors";
import type { UserActor, WorkspaceAccess } from "../actor.ts";
import type { Services } from "../context.ts";
import { getEpisode } from "../episodes/get-episode.ts";
import { blindLayer } from "../policies/layers.ts";

interface Adopted {
  sessionId: string;
  /** Whose layer it is. */
  userId: string;
  lane: string;
}

interface Row {
  label: string;
  start: number;
  end: number | null;
  note: string | null;
}

/**
 * Makes one lane of the team's document what one person made of it in a layer of their own, as a change of the person who decides; the labels stay their maker's. What was labelled
 * in that lane before is replaced, and can be brought back from the history; suggestions stay.
 * @throws AppError `not_found`, `conflict` when that person has labelled nothing there
 */
export async function adoptLayer(
  services: Pick<Services, "db" | "catalogue" | "rooms" | "now">,
  workspace: WorkspaceAccess,
  { userId }: Pick<UserActor, "userId">,
  { sessionId, userId: from, lane }: Adopted,
): Promise<{ adopted: number; removed: number }> {
  const episode = await getEpisode(services, workspace, sessionId);
  const { rows } = await services.db.pool.query<Row>(
    `select n."label", n."start", n."end", n."note" from "Annotation" n
     join "Assignment" a on a."episodeId" = n."episodeId" and a."assigneeId" = $2 and a."layer" = n."layer"
     where n."episodeId" = $1 and n."layer" = $3 and n."lane" = $4 and n."state" = 'accepted' order by n."start", n."id"`,
    [episode.id, from, blindLayer(from), lane],
  );
  if (rows.length === 0) throw new AppError("conflict", "There is nothing to adopt: that layer is empty.");
  return services.rooms.change(roomRef(episode.id), userId, (room) => {
    const { document, schema, facts } = room;
    if (!schema.lanes.some(({ id }) => id === lane)) throw notFound("The lane");
    const editing = {
      document,
      schema,
      user: from,
      durationS: facts.durationS,
      now: () => services.now().getTime(),
    };
    const old = annotationsOf(document).filter((one) => one.lane === lane && one.state === "accepted");
    for (const { id } of old) removeAnnotation(editing, id);
    for (const { label, start, end, note } of rows)
      addAnnotation(editing, { lane, label, start, end, note: note ?? "" });
    room.tell({
      userId,
      kind: "layer.adopted",
      data: { from, lane, adopted: rows.length, removed: old.length },
    });
    return { adopted: rows.length, removed: old.length };
  });
}

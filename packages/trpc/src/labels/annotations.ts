import {
  addAnnotation,
  annotationOf,
  changeAnnotation,
  removeAnnotation,
  reviewAnnotation,
} from "@retake/collab/document";
import { classOf } from "@retake/collab/label-schema";
import { roomRef, type OpenRoom } from "@retake/collab/room-host";
import { AppError, assert, notFound } from "@retake/core/errors";
import type { z } from "zod";
import { signerOf, type Actor, type WorkspaceAccess } from "../actor.ts";
import type { Services } from "../context.ts";
import { getEpisode } from "../episodes/get-episode.ts";
import type { AnnotationJson, annotationPatchSchema, newAnnotationSchema } from "../schemas/annotations.ts";

type Labelling = Pick<Services, "db" | "catalogue" | "rooms" | "now"> & { actor: Actor };

const SQL = `select "id", "lane", "label", "start" as "start_time", "end" as "end_time", "authorId" as "author", "origin", "state",
  coalesce("note", '') as "note", to_char("createdAt" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "created_at"
  from "Annotation" where "episodeId" = $1 and "layer" = 'main' and ($2::text is null or "id" = $2) order by "start", "createdAt", "id"`;

/** Labels of the team's layer, in order, as everybody sees them. @throws AppError `not_found` */
export async function listAnnotations(
  services: Labelling,
  workspace: WorkspaceAccess,
  sessionId: string,
): Promise<AnnotationJson[]> {
  const { id } = await getEpisode(services, workspace, sessionId);
  return load(services, id, null);
}

/**
 * Adds a label as a browser would: open ones see it appear, and in an exclusive lane others make room.
 * @throws AppError `not_found`, `bad_request` for a class or lane that is not there, or a place outside of the episode
 */
export async function createAnnotation(
  services: Labelling,
  workspace: WorkspaceAccess,
  sessionId: string,
  added: z.infer<typeof newAnnotationSchema>,
): Promise<AnnotationJson> {
  const { id: episodeId } = await getEpisode(services, workspace, sessionId);
  const { label, note, origin, state } = added;
  const id = await change(services, episodeId, (room, editing) => {
    const lane = added.lane ?? classOf(room.schema, label)?.lane;
    demandClass(room, label, lane);
    const start = snap(room, added.start_time);
    const end = added.end_time === null ? null : snap(room, added.end_time);
    return addAnnotation(editing, { lane: lane ?? "", label, start, end, note, origin, state });
  });
  return demandOne(services, episodeId, id);
}

/** @throws AppError `not_found`, `bad_request` */
export async function patchAnnotation(
  services: Labelling,
  workspace: WorkspaceAccess,
  place: { sessionId: string; id: string },
  patch: z.infer<typeof annotationPatchSchema>,
): Promise<AnnotationJson> {
  const { id: episodeId } = await getEpisode(services, workspace, place.sessionId);
  const { label, note, start_time: start, end_time: end, state } = patch;
  await change(services, episodeId, (room, editing) => {
    const old = annotationOf(room.document, place.id);
    if (old === null) throw notFound("This label");
    if (label !== undefined) demandClass(room, label, old.lane);
    const values = {
      label,
      note,
      start: start === undefined ? undefined : snap(room, start),
      end: end === undefined || end === null ? end : snap(room, end),
    };
    const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
    if (Object.keys(given).length > 0) changeAnnotation(editing, place.id, given);
    if (state !== undefined && state !== old.state) reviewAnnotation(editing, place.id, state);
  });
  return demandOne(services, episodeId, place.id);
}

/** @throws AppError `not_found` */
export async function deleteAnnotation(
  services: Labelling,
  workspace: WorkspaceAccess,
  place: { sessionId: string; id: string },
): Promise<AnnotationJson> {
  const { id: episodeId } = await getEpisode(services, workspace, place.sessionId);
  const [was] = await load(services, episodeId, place.id);
  await change(services, episodeId, ({ document }, editing) => {
    if (annotationOf(document, place.id) === null) throw notFound("This label");
    removeAnnotation(editing, place.id);
  });
  if (was === undefined) throw notFound("This label");
  return was;
}

type Editing = Parameters<typeof addAnnotation>[0];

function change<T>(
  { actor, rooms, now }: Labelling,
  episodeId: string,
  run: (room: OpenRoom, editing: Editing) => T,
): Promise<T> {
  assert(actor.kind !== "anonymous", "the policies let somebody in");
  const user = signerOf(actor);
  return rooms.change(roomRef(episodeId), user, (room) => {
    const { document, schema, facts } = room;
    return run(room, { document, schema, user, durationS: facts.durationS, now: () => now().getTime() });
  });
}

function demandClass({ schema }: OpenRoom, label: string, lane: string | undefined): void {
  const known = classOf(schema, label);
  if (known === null || known.lane !== lane) {
    throw new AppError(
      "bad_request",
      `There is no class “${label}”${lane === undefined ? "" : ` in the lane “${lane}”`}.`,
    );
  }
}

/** The nearest frame, seconds. */
function snap({ facts }: OpenRoom, time: number): number {
  return facts.fps > 0 ? Math.round(time * facts.fps) / facts.fps : time;
}

async function load(
  { db }: Pick<Services, "db">,
  episodeId: string,
  id: string | null,
): Promise<AnnotationJson[]> {
  const { rows } = await db.pool.query<AnnotationJson>(SQL, [episodeId, id]);
  return rows;
}

async function demandOne(services: Labelling, episodeId: string, id: string): Promise<AnnotationJson> {
  const [one] = await load(services, episodeId, id);
  if (one === undefined)
    throw new AppError("conflict", "Another label covers this one: nothing of it is left to see.");
  return one;
}

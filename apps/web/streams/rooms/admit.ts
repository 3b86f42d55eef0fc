import type { IncomingMessage } from "node:http";
import { AppError, notFound } from "@retake/core/errors";
import { roomRef, type RoomRef } from "@retake/collab/room-host";
import type { Actor } from "@retake/trpc/actor";
import type { Catalogue } from "@retake/trpc/catalogue";
import {
  authorise,
  blindLayer,
  GOLD_LAYER,
  isBlindLayer,
  mayDo,
  mayReadLayer,
  mayWriteLayer,
} from "@retake/trpc/policies";

/** Whom a room lets in, and as what. */
export interface Admission {
  ref: RoomRef;
  workspaceId: string;
  sessionId: string;
  userId: string;
  canWrite: boolean;
}

const PREFIX = "/api/rooms/";

export function isRoomPath(path: string): boolean {
  return path.startsWith(PREFIX);
}

/**
 * Reads `/api/rooms/<workspace>/<episode>?layer=` and lets a person in: `blind` is their own copy, `blind:<user id>` somebody's, for reviewers to read, `gold` the reference, for those who keep it.
 * @throws AppError `unauthorized` (also for tokens), `not_found` (foreign and missing alike), `forbidden`
 */
export async function admit(
  catalogue: Pick<Catalogue, "stored">,
  actor: Actor,
  request: IncomingMessage,
): Promise<Admission> {
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://front");
  const [slug = "", sessionId = "", ...more] = segmentsOf(pathname.slice(PREFIX.length));
  if (actor.kind !== "user" || more.length > 0) {
    if (actor.kind === "user") throw notFound("This room");
    throw new AppError("unauthorized", "Sign in first.");
  }
  const workspace = authorise(actor, slug, "episode.read");
  const { userId } = actor;
  const record = await catalogue.stored(workspace.id, sessionId);
  if (record === null) throw notFound("This episode");
  const layer = layerNamed(searchParams.get("layer") ?? "main", userId);
  const reader = { userId, role: workspace.role };
  if (!mayReadLayer(reader, layer)) throw new AppError("forbidden", "This layer is for reviewers.");
  const canWrite = mayDo(actor, slug, "episode.update") && mayWriteLayer(reader, layer);
  return { ref: roomRef(record.id, layer), workspaceId: workspace.id, sessionId, userId, canWrite };
}

function layerNamed(name: string, userId: string): string {
  if (name === "blind") return blindLayer(userId);
  if (name === "main" || name === GOLD_LAYER || isBlindLayer(name)) return name;
  throw notFound("This layer");
}

function segmentsOf(path: string): string[] {
  try {
    return path.split("/").map(decodeURIComponent);
  } catch {
    throw notFound("This room");
  }
}

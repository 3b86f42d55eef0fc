import type { RoleName } from "../schemas/people.ts";
import { isReviewer } from "./assignments.ts";

/** The reference of an episode. */
export const GOLD_LAYER = "gold";

const BLIND = "blind:";

/** The layer in which one person labels unseen by the others. */
export function blindLayer(userId: string): string {
  return BLIND + userId;
}

/** Whether it is somebody's own; ids are short, and so are the keys of rooms. */
export function isBlindLayer(layer: string): boolean {
  return /^blind:[A-Za-z0-9_-]{1,64}$/.test(layer);
}

/** Somebody in a workspace; no user: a token. */
export interface LayerUser {
  userId: string | null;
  role: RoleName;
}

/**
 * Whether somebody may see a layer of an episode they may see: the team's always, their own, and as a reviewer every one.
 * Nobody labels blind who can look at another's work, so annotators never see each other's, nor the reference.
 */
export function mayReadLayer(reader: LayerUser, layer: string): boolean {
  return layer === "main" || isReviewer(reader) || isOwn(reader, layer);
}

/** Whether they may change it: an own layer is its owner's alone, the reference is the reviewers'. */
export function mayWriteLayer(writer: LayerUser, layer: string): boolean {
  if (writer.role === "viewer") return false;
  if (layer === GOLD_LAYER) return isReviewer(writer);
  return layer === "main" || isOwn(writer, layer);
}

function isOwn({ userId }: LayerUser, layer: string): boolean {
  return userId !== null && layer === blindLayer(userId);
}

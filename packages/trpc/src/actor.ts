import { assert } from "@retake/core/errors";
import type { RoleName } from "./schemas/people.ts";

/** One workspace the actor belongs to, and as what. */
export interface WorkspaceAccess {
  id: string;
  slug: string;
  name: string;
  role: RoleName;
}

export interface UserActor {
  kind: "user";
  userId: string;
  /** Constant through every renewal of one login's cookie; a sign-out revokes it. */
  loginId: string;
  workspaces: readonly WorkspaceAccess[];
}

/** An API token: it acts in one workspace, within its scopes, as an annotator (write), a viewer (read) or an importer (import). */
export interface TokenActor {
  kind: "token";
  tokenId: string;
  scopes: readonly string[];
  workspaces: readonly [WorkspaceAccess];
}

export interface AnonymousActor {
  kind: "anonymous";
}

export type Actor = UserActor | TokenActor | AnonymousActor;

export const ANONYMOUS: AnonymousActor = { kind: "anonymous" };

/** The person behind a verb that no token may do; the policies have made sure that it is one. */
export function asPerson(actor: Actor): UserActor {
  assert(actor.kind === "user", "a verb for people was reached by something else");
  return actor;
}

/** How an actor signs what they label: people by their id, scripts as `token:<id>`. */
export function signerOf(actor: Exclude<Actor, AnonymousActor>): string {
  return actor.kind === "user" ? actor.userId : `token:${actor.tokenId}`;
}

import { AppError, notFound } from "@retake/core/errors";
import type { Actor, WorkspaceAccess } from "../actor.ts";
import { activityPermissions } from "./activity.ts";
import { agreementPermissions } from "./agreement.ts";
import { assignmentPermissions } from "./assignments.ts";
import { datasetPermissions } from "./datasets.ts";
import { episodePermissions } from "./episodes.ts";
import { importPermissions } from "./imports.ts";
import { inboxPermissions } from "./inbox.ts";
import { indexingPermissions } from "./indexing.ts";
import { labelPermissions } from "./labels.ts";
import { livePermissions } from "./live.ts";
import { mapPermissions } from "./map.ts";
import { peoplePermissions } from "./people.ts";
import { presencePermissions } from "./presence.ts";
import { searchPermissions } from "./search.ts";
import { sourcePermissions } from "./sources.ts";
import type { Permission } from "./permission.ts";

/** Every verb of the product, by noun. */
export const PERMISSIONS = {
  ...episodePermissions,
  ...datasetPermissions,
  ...importPermissions,
  ...activityPermissions,
  ...agreementPermissions,
  ...assignmentPermissions,
  ...inboxPermissions,
  ...indexingPermissions,
  ...labelPermissions,
  ...livePermissions,
  ...mapPermissions,
  ...peoplePermissions,
  ...presencePermissions,
  ...searchPermissions,
  ...sourcePermissions,
} as const;

export type Verb = keyof typeof PERMISSIONS;

/**
 * The workspace in which the actor may do `verb`. Its id is the only one a query may be built from.
 * @throws AppError `unauthorized` for nobody, `not_found` for a workspace that is not theirs, `forbidden` for a verb beyond their role or scopes
 */
export function authorise(actor: Actor, workspaceSlug: string, verb: Verb): WorkspaceAccess {
  if (actor.kind === "anonymous") throw new AppError("unauthorized", "Sign in first.");
  const workspace = actor.workspaces.find((one) => one.slug === workspaceSlug);
  if (workspace === undefined) throw notFound(`The workspace “${workspaceSlug}”`);
  if (!allows(actor, workspace, PERMISSIONS[verb])) {
    throw new AppError(
      "forbidden",
      actor.kind === "token"
        ? `This token lacks the scope for ${verb}.`
        : `Your role in this workspace, ${workspace.role}, does not allow this. Ask an owner or admin.`,
    );
  }
  return workspace;
}

/** The same as a question. */
export function mayDo(actor: Actor, workspaceSlug: string, verb: Verb): boolean {
  if (actor.kind === "anonymous") return false;
  const workspace = actor.workspaces.find((one) => one.slug === workspaceSlug);
  return workspace !== undefined && allows(actor, workspace, PERMISSIONS[verb]);
}

function allows(
  actor: Exclude<Actor, { kind: "anonymous" }>,
  workspace: WorkspaceAccess,
  permission: Permission,
): boolean {
  if (actor.kind === "token") return permission.scope !== null && actor.scopes.includes(permission.scope);
  return permission.roles.includes(workspace.role);
}

import { LIMITS } from "@retake/core/limits";
import { z } from "zod";
import { workspaceSlugSchema } from "./episodes.ts";
import { text } from "./text.ts";

export const roleSchema = z.enum(["owner", "admin", "annotator", "viewer"]);
export type RoleName = z.infer<typeof roleSchema>;
export const passwordSchema = z.string().min(LIMITS.passwordLengthMin).max(LIMITS.passwordLengthMax);
const idSchema = text(64).min(1);

export const workspaceInput = z.object({ workspace: workspaceSlugSchema });
export const doneOutput = z.object({ done: z.literal(true) });

export const meOutput = z.object({
  user: z.object({ id: z.string(), name: z.string().nullable(), email: z.string().nullable() }),
  workspaces: z.array(z.object({ slug: z.string(), name: z.string(), role: roleSchema })),
});
export type Me = z.infer<typeof meOutput>;

export const changePasswordInput = z.object({
  current: z.string().max(LIMITS.passwordLengthMax),
  next: passwordSchema,
});

export const memberSchema = z.object({
  userId: z.string(),
  name: z.string().nullable(),
  email: z.string().nullable(),
  role: roleSchema,
  since: z.string(),
});
export type MemberView = z.infer<typeof memberSchema>;
export const memberListOutput = z.object({ members: z.array(memberSchema) });
export const setRoleInput = workspaceInput.extend({ userId: idSchema, role: roleSchema });
export const removeMemberInput = workspaceInput.extend({ userId: idSchema });

export const invitationSchema = z.object({
  id: z.string(),
  role: roleSchema,
  email: z.string().nullable(),
  expiresAt: z.string(),
  createdAt: z.string(),
});
export type InvitationView = z.infer<typeof invitationSchema>;
export const invitationListOutput = z.object({ invitations: z.array(invitationSchema) });
export const inviteInput = z.object({
  workspace: workspaceSlugSchema,
  role: roleSchema.exclude(["owner"]),
  email: z.email().optional(),
});
/** The link is shown once. */
export const inviteOutput = invitationSchema.extend({ secret: z.string(), path: z.string() });
export const revokeInvitationInput = workspaceInput.extend({ id: idSchema });
export const invitationSecretInput = z.object({ secret: text(200).min(1) });
export const invitationPreviewOutput = z.object({
  workspaceName: z.string(),
  role: roleSchema,
  email: z.string().nullable(),
  expiresAt: z.string(),
});
export const acceptInvitationInput = z.object({
  secret: text(200).min(1),
  name: text(100).trim().min(1),
  email: z.email().max(254),
  password: passwordSchema,
});
/** Where to go after signing in with the e-mail address just given. */
export const acceptInvitationOutput = z.object({ workspace: z.string(), email: z.string() });

export const tokenKindSchema = z.enum(["api", "robot"]);
export const tokenScopeSchema = z.enum(["read", "write", "import"]);
export const tokenSchema = z.object({
  id: z.string(),
  kind: tokenKindSchema,
  name: z.string(),
  scopes: z.array(z.string()),
  createdAt: z.string(),
  expiresAt: z.string().nullable(),
  lastUsedAt: z.string().nullable(),
});
export type TokenView = z.infer<typeof tokenSchema>;
export const tokenListOutput = z.object({ tokens: z.array(tokenSchema) });
/** Scopes belong to API tokens; a robot token may only record. */
export const createTokenInput = workspaceInput.extend({
  kind: tokenKindSchema,
  name: text(100).trim().min(1),
  scopes: z.array(tokenScopeSchema).max(3).default(["read"]),
  expiresInDays: z.number().int().min(1).max(3650).optional(),
});
/** The token itself is shown once. */
export const createTokenOutput = tokenSchema.extend({ token: z.string() });
export const revokeTokenInput = workspaceInput.extend({ id: text(12).min(1) });

import { LIMITS } from "@retake/core/limits";
import { z } from "zod";
import { workspaceSlugSchema } from "./episodes.ts";

export const roleSchema = z.enum(["owner", "admin", "annotator", "viewer"]);
export type RoleName = z.infer<typeof roleSchema>;
export const passwordSchema = z.string().min(LIMITS.passwordLengthMin).max(LIMITS.passwordLengthMax);

export const meOutput = z.object({
  user: z.object({ id: z.string(), name: z.string().nullable(), email: z.string().nullable() }),
  workspaces: z.array(z.object({ slug: z.string(), name: z.string(), role: roleSchema })),
});

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
export const invitationSchema = z.object({
  id: z.string(),
  role: roleSchema,
  email: z.string().nullable(),
  expiresAt: z.string(),
  createdAt: z.string(),
});
export const inviteInput = z.object({
  workspace: workspaceSlugSchema,
  role: roleSchema.exclude(["owner"]),
  email: z.email().optional(),
});
/** The link is shown once. */
export const inviteOutput = invitationSchema.extend({ secret: z.string(), path: z.string() });
export const invitationPreviewOutput = z.object({
  workspaceName: z.string(),
  role: roleSchema,
  email: z.string().nullable(),
  expiresAt: z.string(),
});
export const acceptInvitationInput = z.object({
  secret: z.string().max(200),
  name: z.string().trim().min(1).max(100),
  email: z.email(),
  password: passwordSchema,
});

export const tokenKindSchema = z.enum(["api", "robot"]);
export const tokenSchema = z.object({
  id: z.string(),
  kind: tokenKindSchema,
  name: z.string(),
  scopes: z.array(z.string()),
  createdAt: z.string(),
  expiresAt: z.string().nullable(),
  lastUsedAt: z.string().nullable(),
});

import type { InvitationView, RoleName, TokenView } from "../schemas/people.ts";

export function invitationView(row: {
  id: string;
  role: RoleName;
  email: string | null;
  expiresAt: Date;
  createdAt: Date;
}): InvitationView {
  return {
    id: row.id,
    role: row.role,
    email: row.email,
    expiresAt: row.expiresAt.toISOString(),
    createdAt: row.createdAt.toISOString(),
  };
}

export function tokenView(row: {
  id: string;
  kind: "api" | "robot";
  name: string;
  scopes: string[];
  createdAt: Date;
  expiresAt: Date | null;
  lastUsedAt: Date | null;
}): TokenView {
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    scopes: row.scopes,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt?.toISOString() ?? null,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  };
}

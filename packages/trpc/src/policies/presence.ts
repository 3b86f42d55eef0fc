import { EVERYONE, type Permission } from "./permission.ts";

/** To see and to be seen: people only. */
export const presencePermissions = {
  "presence.join": { roles: EVERYONE, scope: null },
} as const satisfies Record<string, Permission>;

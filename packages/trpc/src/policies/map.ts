import { EVERYONE, type Permission } from "./permission.ts";

export const mapPermissions = {
  "map.read": { roles: EVERYONE, scope: "read" },
} as const satisfies Record<string, Permission>;

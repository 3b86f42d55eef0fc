import { KEEPERS, type Permission } from "./permission.ts";

export const labelPermissions = {
  /** What the team agrees on: its classes and lanes, its gold episodes. */
  "label.keep": { roles: KEEPERS, scope: null },
} as const satisfies Record<string, Permission>;

import { EDITORS, EVERYONE, KEEPERS, type Permission } from "./permission.ts";

export const labelPermissions = {
  /** Classes and lanes, and who labelled what. */
  "label.read": { roles: EVERYONE, scope: null },
  "label.restore": { roles: EDITORS, scope: null },
  /** What the team agrees on: its classes and lanes, its gold episodes. */
  "label.keep": { roles: KEEPERS, scope: null },
} as const satisfies Record<string, Permission>;

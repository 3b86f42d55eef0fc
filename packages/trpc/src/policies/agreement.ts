import type { Permission } from "./permission.ts";
import { KEEPERS } from "./permission.ts";

export const agreementPermissions = {
  "agreement.read": { roles: KEEPERS, scope: null },
  "agreement.adopt": { roles: KEEPERS, scope: null },
} as const satisfies Record<string, Permission>;

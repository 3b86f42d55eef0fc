import type { Permission } from "./permission.ts";
import { EVERYONE } from "./permission.ts";

export const inboxPermissions = {
  /** One's own: queries start from the person who asks. */
  "inbox.read": { roles: EVERYONE, scope: null },
} as const satisfies Record<string, Permission>;

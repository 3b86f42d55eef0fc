import type { RoleName } from "../schemas/people.ts";
import type { Permission } from "./permission.ts";
import { EVERYONE, KEEPERS } from "./permission.ts";

export const peoplePermissions = {
  "member.read": { roles: EVERYONE, scope: null },
  "member.manage": { roles: KEEPERS, scope: null },
  /** Giving up one's own membership; removing another's also needs `member.manage`. */
  "member.leave": { roles: EVERYONE, scope: null },
  "token.manage": { roles: KEEPERS, scope: null },
} as const satisfies Record<string, Permission>;

const RANK: Record<RoleName, number> = { viewer: 0, annotator: 1, admin: 2, owner: 3 };

/** Nobody gives away, or takes from, more than they have. */
export function outranksOrEquals(actor: RoleName, other: RoleName): boolean {
  return RANK[actor] >= RANK[other];
}

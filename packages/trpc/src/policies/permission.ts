import type { RoleName } from "../schemas/people.ts";

/** Who may do a verb: people by their role, API tokens by a scope (null: people only). */
export interface Permission {
  roles: readonly RoleName[];
  scope: "read" | "write" | "import" | null;
}

export const EVERYONE = ["owner", "admin", "annotator", "viewer"] as const;
export const EDITORS = ["owner", "admin", "annotator"] as const;
export const KEEPERS = ["owner", "admin"] as const;

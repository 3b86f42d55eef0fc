import type { Person } from "../schemas/assignments.ts";

/** Who somebody is to teammates; null for one who is gone. */
export function person(userId: string | null, name: string | null, email: string | null): Person | null {
  return userId === null ? null : { userId, name: name ?? email ?? "Somebody" };
}

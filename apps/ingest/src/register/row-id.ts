import { randomBytes } from "node:crypto";

/** An id of the form that the register's other rows have: `c`, then 24 letters and digits, ascending in time. */
export function newRowId(): string {
  const time = Date.now().toString(36).padStart(8, "0");
  const random = BigInt(`0x${randomBytes(12).toString("hex")}`).toString(36);
  return `c${time}${random.padStart(19, "0").slice(-16)}`;
}

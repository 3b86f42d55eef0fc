import { createHash } from "node:crypto";

/** SHA-256 of a text as UTF-8: the name under which its vector is kept. */
export function hashText(text: string): Buffer {
  return createHash("sha256").update(text, "utf8").digest();
}

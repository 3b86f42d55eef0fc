import { createHash } from "node:crypto";

/** Every connection keeps the plan of each: statements of one shape, which differ in the number of words, come again and again, rare ones do not. */
const NAMES_MAX = 64;

const names = new Map<string, string>();

/**
 * A name under which connections prepare a statement: planning those of a search takes as long as running them in a small workspace.
 * @returns undefined once so many texts have one; the statement is planned each time then
 */
export function statementName(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined || names.size >= NAMES_MAX) return known;
  const name = `search-${createHash("sha256").update(text).digest("hex").slice(0, 24)}`;
  names.set(text, name);
  return name;
}

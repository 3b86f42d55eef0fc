import type { Member } from "../session/use-members.ts";

/** The `@` word that ends at the caret, if there is one. */
export function mentionAt(text: string, caret: number): { from: number; query: string } | null {
  const match = /(?:^|\s)@([^\s@]{0,40})$/.exec(text.slice(0, caret));
  return match === null ? null : { from: caret - (match[1]?.length ?? 0) - 1, query: match[1] ?? "" };
}

/** Names as the document keeps them, by id: a member who is renamed is still meant. */
export function toStored(text: string, members: readonly Member[]): string {
  return members
    .toSorted((a, b) => b.name.length - a.name.length)
    .reduce((words, { id, name }) => words.replaceAll(`@${name}`, `@[${id}]`), text);
}

/** The other way, for editing. */
export function toWritten(text: string, nameOf: (id: string) => string): string {
  return text.replaceAll(/@\[([A-Za-z0-9_-]{1,64})\]/g, (_, id: string) => `@${nameOf(id)}`);
}

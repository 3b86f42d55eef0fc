import type { similarBy } from "@retake/trpc/schemas";

export type SimilarBy = (typeof similarBy)[number];

/** What a list of results answers: a query in words, or episodes to find others like. */
export type Ask =
  | { kind: "query"; query: string }
  | { kind: "like"; sessionIds: readonly string[]; by: SimilarBy };

/** A request of this many characters of ids still fits the address of one call. */
const LIKE_CHARS_MAX = 2_400;
const LIKE_MAX = 200;

interface AskParams {
  q: string | null;
  like: string | null;
  by: SimilarBy;
}

/** What the address asks for; null: the plain list. */
export function askOf({ q, like, by }: AskParams): Ask | null {
  const sessionIds = (like ?? "").split(",").filter((id) => id !== "");
  if (sessionIds.length > 0) return { kind: "like", sessionIds: sessionIds.slice(0, LIKE_MAX), by };
  const query = q?.trim() ?? "";
  return query === "" ? null : { kind: "query", query };
}

/** Ids as they stand in `?like=`: as many from the front as one request may name. */
export function likeText(sessionIds: Iterable<string>): { text: string; count: number } {
  const kept: string[] = [];
  let length = 0;
  for (const id of sessionIds) {
    length += encodeURIComponent(id).length + 3;
    if (kept.length >= LIKE_MAX || length > LIKE_CHARS_MAX) break;
    kept.push(id);
  }
  return { text: kept.join(","), count: kept.length };
}

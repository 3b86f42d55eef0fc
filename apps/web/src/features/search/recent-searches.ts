/** Queries this browser ran last, of one workspace. */
const KEPT_MAX = 8;

const keyOf = (workspace: string): string => `retake.search.recent.${workspace}`;

/** The latest first; anything unreadable is none. */
export function readRecent(workspace: string): string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(keyOf(workspace)) ?? "[]");
    return Array.isArray(stored) ? stored.filter((one) => typeof one === "string").slice(0, KEPT_MAX) : [];
  } catch {
    return [];
  }
}

/** `recent` with `query` in front, once. */
export function withQuery(recent: readonly string[], query: string): string[] {
  return [query, ...recent.filter((one) => one !== query)].slice(0, KEPT_MAX);
}

export function rememberQuery(workspace: string, query: string): void {
  localStorage.setItem(keyOf(workspace), JSON.stringify(withQuery(readRecent(workspace), query)));
}

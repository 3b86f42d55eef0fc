/**
 * Where to go after signing in: the path asked for, if it is one of this site; else `/`.
 * Refuses other origins however they are written: `//evil`, `/\evil`, `https:evil`, `javascript:`.
 */
export function safeCallbackPath(asked: string | null, origin: string): string {
  if (asked === null || !URL.canParse(asked, origin)) return "/";
  const url = new URL(asked, origin);
  if (url.origin !== new URL(origin).origin) return "/";
  const path = url.pathname + url.search + url.hash;
  return path.startsWith("//") || path === "/signin" || path.startsWith("/signin?") ? "/" : path;
}

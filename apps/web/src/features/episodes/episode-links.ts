import { writePlace } from "../replay/url/place-in-url.ts";

/** The episode's page. The list's filters and sort go along, so that next and previous follow the list. */
export function episodeHref(workspace: string, sessionId: string, listQuery: string): string {
  const page = `/w/${encodeURIComponent(workspace)}/e/${encodeURIComponent(sessionId)}`;
  return listQuery === "" ? page : `${page}?${listQuery}`;
}

/** A link to an episode, to a stretch of it, which is then the one to loop; without an end to an instant. Seconds. */
export function atMoment(href: string, { start, end }: { start: number; end: number | null }): string {
  const [page = "", query = ""] = href.split("?", 2);
  const loop = end !== null && end > start ? { from: start, to: end } : null;
  return `${page}?${writePlace(new URLSearchParams(query), { t: start, loop }).toString()}`;
}

/** The part of the list's address that says which episodes and in what order, without how they look. */
export function listQueryOf(search: URLSearchParams): string {
  const query = new URLSearchParams(search);
  query.delete("view");
  query.delete("show");
  return query.toString();
}

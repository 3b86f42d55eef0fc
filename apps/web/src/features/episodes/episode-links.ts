/** The episode's page. The list's filters and sort go along, so that next and previous follow the list. */
export function episodeHref(workspace: string, sessionId: string, listQuery: string): string {
  const page = `/w/${encodeURIComponent(workspace)}/e/${encodeURIComponent(sessionId)}`;
  return listQuery === "" ? page : `${page}?${listQuery}`;
}

/** The part of the list's address that says which episodes and in what order, without how they look. */
export function listQueryOf(search: URLSearchParams): string {
  const query = new URLSearchParams(search);
  query.delete("view");
  return query.toString();
}

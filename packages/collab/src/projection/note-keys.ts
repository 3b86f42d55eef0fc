/** Ids of the entries of a map of maps that these events are about, however deep. */
export function noteKeys(
  events: readonly { path: readonly (string | number)[]; keys: Map<string, unknown> }[],
  into: Set<string>,
): void {
  for (const { path, keys } of events) {
    const [id] = path;
    if (id === undefined) for (const key of keys.keys()) into.add(key);
    else into.add(String(id));
  }
}

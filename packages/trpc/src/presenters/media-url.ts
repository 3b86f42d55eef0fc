/** Prefix of everything that shows one camera of an episode. */
export function cameraUrl(workspaceSlug: string, sessionId: string, topic: string): string {
  return `/media/${encodeURIComponent(workspaceSlug)}/${encodeURIComponent(sessionId)}/${encodeURIComponent(topic)}`;
}

/** `?v=` of an address that names its bytes, from their tag: such an answer may be kept for good. */
export function versionOf(tag: string): string {
  return tag.slice(0, 12);
}

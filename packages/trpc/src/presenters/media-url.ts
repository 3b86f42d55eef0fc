/** Prefix of everything that shows one camera of an episode. */
export function cameraUrl(workspaceSlug: string, sessionId: string, topic: string): string {
  return `/media/${encodeURIComponent(workspaceSlug)}/${encodeURIComponent(sessionId)}/${encodeURIComponent(topic)}`;
}

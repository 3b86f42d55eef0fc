import { SESSION_ID_PATTERN } from "@retake/core/ids";

/** What an `episode` wake-up is about: one episode, or (null) anything in the workspace. */
export interface EpisodeChange {
  workspaceId: string;
  sessionId: string | null;
}

/** The wake-up's id. Neither part can hold a slash. */
export function writeEpisodeChange({ workspaceId, sessionId }: EpisodeChange): string {
  return sessionId === null ? workspaceId : `${workspaceId}/${sessionId}`;
}

/** @returns null for an id that is neither form */
export function readEpisodeChange(id: string): EpisodeChange | null {
  const slash = id.indexOf("/");
  if (slash < 0) return { workspaceId: id, sessionId: null };
  const sessionId = id.slice(slash + 1);
  return SESSION_ID_PATTERN.test(sessionId) ? { workspaceId: id.slice(0, slash), sessionId } : null;
}

import type { WorkspaceAccess } from "../actor.ts";
import type { Services } from "../context.ts";
import { liveRecording } from "../presenters/live-recording.ts";
import type { LiveRecordings } from "../schemas/live.ts";

/** Recordings of now and of the last ten minutes, newest first. */
export async function listLive(
  { live, now }: Pick<Services, "live" | "now">,
  workspace: WorkspaceAccess,
): Promise<LiveRecordings> {
  const recordings = await live.recordings.get(workspace.id);
  return {
    serverTime: now().getTime() / 1000,
    recordings: recordings.map((one) => liveRecording(workspace.slug, one)),
  };
}

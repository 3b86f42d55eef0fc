import { AppError } from "@retake/core/errors";
import type { WorkspaceAccess } from "../actor.ts";
import type { Context } from "../context.ts";
import { getEpisode } from "../episodes/get-episode.ts";
import { cutOffOf, recordingState } from "../presenters/live-recording.ts";
import type { Mark } from "../schemas/episodes.ts";
import type { FollowUpdate } from "../schemas/live.ts";
import { createDoorbell } from "../streams/doorbell.ts";
import { createPace } from "../streams/pace.ts";
import { storedMarks } from "./episode-marks.ts";
import { loadRecording, type RecordingRecord } from "./load-recordings.ts";
import { onRecordings } from "./wake-ups.ts";

/** A message a display frame of 30 Hz. */
const EVERY_MS = 33;
/** A wake-up can be lost with the listener's connection. */
const LOOK_AGAIN_MS = 10_000;

type FollowServices = Pick<Context, "db" | "catalogue" | "live" | "signals" | "tail" | "backlog">;

/**
 * Where one recording stands, now and whenever it advances, until it is stored or `signal` aborts. It tells numbers only, and only the newest:
 * a reader that is slow hears less often, and never has more waiting for it than {@link createPace} allows.
 * @throws AppError `not_found` for hidden and foreign episodes, and for those that no robot recorded
 */
export async function* followRecording(
  services: FollowServices,
  workspace: WorkspaceAccess,
  sessionId: string,
  signal: AbortSignal,
): AsyncGenerator<FollowUpdate> {
  const { id } = await getEpisode(services, workspace, sessionId);
  const doorbell = createDoorbell(signal);
  const pace = createPace({ everyMs: EVERY_MS, backlog: services.backlog, signal });
  const register = watchRegister(services, workspace, id, doorbell.ring);
  const listen = (): (() => void) => services.tail.onAdvance(doorbell.ring);
  let stopTail = listen();
  const told = new Set<string>();
  let last = "";
  let markCount = 0;
  let logged: readonly Mark[] = [];
  try {
    await services.tail.refresh();
    while (!signal.aborted) {
      const isHeldBack = pace.isHeldBack;
      // The log is read for who listens to it: not for who cannot be told.
      if (isHeldBack) stopTail();
      await pace.ready();
      if (isHeldBack) {
        stopTail = listen();
        await services.tail.refresh();
      }
      doorbell.arm();
      const { recording, marks: stored } = await register.read();
      const tail = services.tail.session(id);
      if (tail !== null && tail.markCount !== markCount) {
        markCount = tail.markCount;
        logged = markCount === 0 ? [] : services.tail.marks(id);
      }
      const marks = [...stored, ...logged].filter(({ key }) => !told.has(key));
      const update = updateOf(recording, tail);
      const text = JSON.stringify(update);
      if (text !== last || marks.length > 0) {
        last = text;
        for (const { key } of marks) told.add(key);
        yield { ...update, marks: unique(marks) };
      }
      if (update.finished) return;
      if (!pace.isHeldBack) await doorbell.heard(LOOK_AGAIN_MS);
    }
  } finally {
    stopTail();
    register.stop();
  }
}

function updateOf(
  recording: RecordingRecord,
  tail: { headSeq: number; headTime: number | null } | null,
): Omit<FollowUpdate, "marks"> {
  return {
    headSeq: Math.max(recording.nextSeq, tail?.headSeq ?? 1),
    sealedSeq: recording.sealedSeq,
    headTime: tail?.headTime ?? (recording.messages > 0 ? recording.episode.durationS : null),
    state: recordingState(recording),
    cutOff: cutOffOf(recording),
    finished: recording.finished,
    clock: recording.live?.clock ?? null,
  };
}

/** A mark lies in the log and in a stored part for a while. */
function unique(marks: readonly Mark[]): Mark[] {
  return [...new Map(marks.map((mark) => [mark.key, mark])).values()];
}

/** What Postgres knows of the recording, asked again only after a wake-up; its marks, only when a part was stored. */
function watchRegister(
  { db, live, signals }: Pick<FollowServices, "db" | "live" | "signals">,
  workspace: WorkspaceAccess,
  episodeId: string,
  ring: () => void,
): { read(): Promise<{ recording: RecordingRecord; marks: readonly Mark[] }>; stop: () => void } {
  let isStale = true;
  let recording: RecordingRecord | null = null;
  let marks: readonly Mark[] = [];
  let marksSeq = -1;
  const stop = onRecordings(signals, workspace.id, () => {
    isStale = true;
    ring();
  });
  return {
    stop,
    async read() {
      if (isStale || recording === null) {
        isStale = false;
        const all = await live.recordings.get(workspace.id);
        const shared = all.find((one) => one.episodeId === episodeId);
        recording = shared ?? (await loadRecording(db, workspace.id, episodeId));
      }
      if (recording === null) throw new AppError("not_found", "No robot recorded this episode live.");
      if (recording.sealedSeq !== marksSeq) {
        marksSeq = recording.sealedSeq;
        marks = await storedMarks(db, episodeId);
      }
      return { recording, marks };
    },
  };
}

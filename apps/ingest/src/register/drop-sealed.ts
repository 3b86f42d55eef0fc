import type { FileSummary, SessionLog } from "@retake/telemetry/log";
import type { Clock } from "../recording/clock.ts";
import type { RecordingLimits } from "../recording/limits.ts";
import type { Recording } from "../recording/recording.ts";
import { describeError, type Log } from "../log.ts";
import type { Register, SealedState } from "./register.ts";

export interface DropSealedOptions {
  log: Pick<SessionLog, "sessions" | "dropFiles">;
  recordings(): Recording[];
  deleted(recording: Recording): void;
  register: Pick<Register, "sealed">;
  clock: Clock;
  limits: Pick<RecordingLimits, "dropAfterMs" | "sealedPollMs">;
  report: Log;
}

/** What a row said, and since when at the latest. */
interface Seen extends SealedState {
  at: number;
}

const GONE: SealedState = { sealedSeq: Infinity, finished: true };

/** Deletes log files once all in them has been in segments for a while. @returns how to look now, and how to stop */
export function dropSealed(options: DropSealedOptions): {
  look: () => Promise<void>;
  stop: () => Promise<void>;
} {
  const { log, register, clock, limits, report } = options;
  /** Of each session: what may be believed for long enough, and what was read last. */
  const states = new Map<string, { settled: SealedState; latest: Seen }>();
  let running: Promise<void> = Promise.resolve();

  const note = (id: string, state: SealedState): void => {
    const now = clock.monotonic();
    const known = states.get(id) ?? {
      settled: { sealedSeq: 0, finished: false },
      latest: { ...state, at: now },
    };
    if (now - known.latest.at >= limits.dropAfterMs) known.settled = known.latest;
    const { sealedSeq, finished } = known.latest;
    const changed = sealedSeq !== state.sealedSeq || finished !== state.finished;
    // A newer state waits until the one before has settled, else one that keeps changing would never do.
    if (changed && (known.settled.sealedSeq === sealedSeq || now === known.latest.at))
      known.latest = { ...state, at: now };
    states.set(id, known);
  };
  const isFree = ({ sessions }: FileSummary): boolean =>
    sessions.every(({ session, nextSeq, closed }) => {
      const settled = states.get(session)?.settled;
      return settled !== undefined && nextSeq <= settled.sealedSeq && (!closed || settled.finished);
    });
  const look = async (): Promise<void> => {
    const ids = log.sessions().map(({ session }) => session);
    const rows = await register.sealed(ids);
    for (const id of ids) note(id, rows.get(id) ?? GONE);
    for (const id of states.keys()) if (!ids.includes(id)) states.delete(id);
    for (const recording of options.recordings()) {
      if (ids.includes(recording.episodeId) && !rows.has(recording.episodeId)) options.deleted(recording);
    }
    const dropped = await log.dropFiles(isFree);
    if (dropped.length > 0) report.info("log files deleted", { files: dropped.length });
  };
  const safely = (): Promise<void> =>
    (running = running.then(look).catch((error: unknown) => report.debug("log files", describeError(error))));
  const timer = setInterval(() => void safely(), limits.sealedPollMs);
  return {
    look: safely,
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}

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

/** Of a session: what has been true for long enough, and what became true after it. */
interface Settling {
  settled: SealedState;
  next: (SealedState & { since: number }) | null;
}

const GONE: SealedState = { sealedSeq: Infinity, finished: true };

/** Deletes log files once all in them has been in segments for a while. @returns how to look now, and how to stop */
export function dropSealed(options: DropSealedOptions): {
  look: () => Promise<void>;
  stop: () => Promise<void>;
} {
  const { log, register, clock, limits, report } = options;
  const states = new Map<string, Settling>();
  let running: Promise<void> = Promise.resolve();

  const note = (id: string, state: SealedState): void => {
    const now = clock.monotonic();
    const known = states.get(id) ?? { settled: { sealedSeq: 0, finished: false }, next: null };
    states.set(id, known);
    if (known.next !== null && now - known.next.since >= limits.dropAfterMs) {
      known.settled = known.next;
      known.next = null;
    }
    const { sealedSeq, finished } = known.settled;
    if (known.next === null && (state.sealedSeq !== sealedSeq || state.finished !== finished)) {
      known.next = { ...state, since: now };
    }
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

import { databaseFault } from "@retake/db/faults";
import { describeError, type Log } from "../log.ts";
import { UNREGISTERED_REASONS, type Recorder } from "../recording/recorder.ts";
import type { Recording } from "../recording/recording.ts";
import type { Register } from "./register.ts";

export interface RecoverRowsOptions {
  recorder: Pick<Recorder, "recordings" | "discard">;
  register: Pick<Register, "sealed" | "clocks" | "begin" | "deleteUnbegun" | "disconnectOthers">;
  report: Log;
}

/** At start: what the log has and the register lacks is registered again; what only the register has is told, and left alone. */
export async function recoverRows({ recorder, register, report }: RecoverRowsOptions): Promise<void> {
  const recordings = recorder.recordings();
  const ids = recordings.map(({ episodeId }) => episodeId);
  const known = await register.sealed(ids);
  const clocks = await register.clocks(ids);
  for (const { episodeId, quality } of recordings) {
    const clock = clocks.get(episodeId);
    if (clock !== undefined) quality.resume(clock);
  }
  for (const recording of recordings) {
    const { episodeId, closeReason } = recording;
    if (known.has(episodeId) || UNREGISTERED_REASONS.includes(closeReason ?? "")) continue;
    const name = await registerAgain(register, recording).catch((error: unknown) => {
      if (databaseFault(error) !== null) throw error;
      report.error("a recording cannot be registered", { episode: episodeId, ...describeError(error) });
      return null;
    });
    if (name === null) recorder.discard(recording);
    else
      report.warn("a recording that only the log had is registered again", {
        episode: episodeId,
        session: name,
      });
  }
  const unbegun = await register.deleteUnbegun(ids);
  if (unbegun > 0) report.info("sessions that never began are deleted", { sessions: unbegun });
  const others = await register.disconnectOthers(ids);
  if (others.length > 0)
    report.warn("recordings of another log, or of one that is lost", { sessions: others });
}

/** @returns its public name, another one when that has been taken meanwhile; null when there is none */
async function registerAgain(
  register: Pick<Register, "begin">,
  recording: Recording,
): Promise<string | null> {
  const { episodeId, meta } = recording;
  const names = [meta.sessionId, `${meta.sessionId.slice(0, 100)}.recovered-${episodeId.slice(-8)}`];
  for (const sessionId of names) {
    const begun = await register.begin(episodeId, { ...meta, sessionId }, meta.robotType ?? "Robot");
    if (begun !== null) return sessionId;
  }
  return null;
}

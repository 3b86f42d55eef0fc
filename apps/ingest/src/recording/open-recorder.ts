import path from "node:path";
import type { AppError } from "@retake/core/errors";
import type { Db } from "@retake/db";
import { createLuminanceMeter } from "@retake/media/luminance";
import { SessionLog } from "@retake/telemetry/log";
import type { Log } from "../log.ts";
import { dropSealed } from "../register/drop-sealed.ts";
import { recoverRows } from "../register/recover-rows.ts";
import { createRegister } from "../register/register.ts";
import { createRowWriter, type RowWriter } from "../register/row-writer.ts";
import { systemClock, type Clock } from "./clock.ts";
import { createLight } from "./light.ts";
import { INGEST_LIMITS, type RecordingLimits } from "./limits.ts";
import { takeLogLease } from "./log-lease.ts";
import { createRecorder, type Recorder } from "./recorder.ts";

export interface OpenRecorderOptions {
  db: Db;
  /** The log lies in `<dataDir>/log`. */
  dataDir: string;
  report: Log;
  clock?: Clock;
  limits?: Partial<RecordingLimits>;
  /** For tests: how the log is opened beside its folder and lease. */
  logOptions?: Omit<Parameters<typeof SessionLog.open>[0], "folder" | "lease">;
  /** The log belongs to another process now: this one has to end. */
  leaseLost(error: AppError): void;
}

export interface OpenRecorder {
  recorder: Recorder;
  log: SessionLog;
  rows: RowWriter;
  limits: RecordingLimits;
  clock: Clock;
  /** After `recorder.drain`: writes the rows once more, closes the log and lets the next process in. */
  close(): Promise<void>;
}

const SWEEP_MS = 1_000;
/** Postgres may be away when a service stops, or a session ends: what is in the log is safe without it. */
const LAST_ROWS_MS = 3_000;
const END_ROWS_MS = 2_000;

/**
 * Everything between whoever sends and the disk: takes the log over from an earlier process, recovers it, and keeps rows and files
 * in order from then on.
 * @throws AppError `conflict` when another process has the log; `storage_full`, `unavailable`
 */
export async function openRecorder(options: OpenRecorderOptions): Promise<OpenRecorder> {
  const { db, dataDir, report, clock = systemClock } = options;
  const limits: RecordingLimits = { ...INGEST_LIMITS, ...options.limits };
  const folder = path.join(path.resolve(dataDir), "log");
  const lease = await takeLogLease({ databaseUrl: db.url, folder, report });
  const log = await openLog({ ...options.logOptions, folder, lease }, report).catch(
    async (error: unknown) => {
      await lease.release();
      throw error;
    },
  );
  const register = createRegister(db);
  const meter = createLuminanceMeter();
  const recorder = createRecorder({
    log,
    light: createLight({ measure: (picture) => meter.measure(picture), now: () => clock.monotonic() }),
    register,
    report,
    clock,
    limits,
    leaseLost: (error) => options.leaseLost(error),
    stateChanged: () => rows.wake(),
    rowsWritten: () => atMost(END_ROWS_MS, rows.flush()),
  });
  const common = {
    recordings: () => recorder.recordings(),
    deleted: (recording: Parameters<Recorder["discard"]>[0]) => recorder.discard(recording),
    register,
    clock,
    limits,
    report,
  };
  const rows = createRowWriter(common);
  await recoverRows({ recorder, register, report });
  rows.start();
  const dropper = dropSealed({ ...common, log });
  const sweeping = setInterval(() => recorder.sweep(), SWEEP_MS);
  return {
    recorder,
    log,
    rows,
    limits,
    clock,
    async close() {
      clearInterval(sweeping);
      meter.close();
      await dropper.stop();
      await rows.stop();
      await atMost(LAST_ROWS_MS, rows.flush());
      await log.close();
      await lease.release();
    },
  };
}

async function atMost(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([work, new Promise((resolve) => (timer = setTimeout(resolve, ms)))]);
  clearTimeout(timer);
}

async function openLog(options: Parameters<typeof SessionLog.open>[0], report: Log): Promise<SessionLog> {
  const { log, report: recovered } = await SessionLog.open(options);
  const { losses, ...figures } = recovered;
  report.info("log recovered", { ...figures, sessions: log.sessions().length });
  for (const loss of losses) report.error("the log has lost records", { ...loss });
  return log;
}

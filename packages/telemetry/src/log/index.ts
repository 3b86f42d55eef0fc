export { sealSession, type SealedPart, type SealOptions } from "./seal-session.ts";
export {
  SessionLog,
  type FileSession,
  type FileSummary,
  type OnDurable,
  type SessionLogOptions,
} from "./session-log.ts";
export type { SeqRange, SessionState } from "./session-state.ts";
export type { LogSample, LogTopic, LogValues, Mark, SampleBatch, SessionRecord } from "./session-record.ts";
export type { LogLease } from "./lease.ts";
export type { RecoveryReport } from "./recover-log.ts";
export type { LogLoss } from "./scan-file.ts";

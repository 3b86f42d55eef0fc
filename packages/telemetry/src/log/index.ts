export {
  sealSession,
  type SealedMark,
  type SealedPart,
  type SealOptions,
  type TailSource,
} from "./seal-session.ts";
export {
  SessionLog,
  type FileSession,
  type FileSummary,
  type OnDurable,
  type SessionLogOptions,
} from "./session-log.ts";
export type { SeqRange, SessionState } from "./session-state.ts";
export type {
  ItemBatch,
  LogItem,
  LogSample,
  LogTopic,
  LogValues,
  Mark,
  MarkText,
  SessionCounts,
  SessionRecord,
} from "./session-record.ts";
export { type LogDisk, type LogFileHandle, nodeLogDisk } from "./log-disk.ts";
export { latestFence } from "./latest-fence.ts";
export type { LogLease } from "./lease.ts";
export type { RecoveryReport } from "./recover-log.ts";
export type { LogLoss } from "./scan-file.ts";

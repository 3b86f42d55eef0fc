/** The content of a log record, whose bytes are made where they are written from. */
export interface LogPayload {
  bytes: number;
  /** Writes exactly `bytes` bytes at `at`. */
  put(into: Buffer, at: number): void;
}

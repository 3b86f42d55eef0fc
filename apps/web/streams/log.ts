import type { LogLevel } from "@retake/core/config";

/** One JSON line an event, to standard error. Values are encoded, so nothing that was logged can forge a line; secrets never come here. */
export interface Log {
  error(event: string, fields?: Record<string, unknown>): void;
  warn(event: string, fields?: Record<string, unknown>): void;
  info(event: string, fields?: Record<string, unknown>): void;
}

const ORDER: readonly LogLevel[] = ["error", "warn", "info", "debug"];

export function createLog(
  level: LogLevel,
  write = (line: string): unknown => process.stderr.write(line),
): Log {
  const at =
    (own: LogLevel) =>
    (event: string, fields: Record<string, unknown> = {}): void => {
      if (ORDER.indexOf(own) > ORDER.indexOf(level)) return;
      write(`${JSON.stringify({ time: new Date().toISOString(), level: own, event, ...fields })}\n`);
    };
  return { error: at("error"), warn: at("warn"), info: at("info") };
}

import type { LogLevel } from "@retake/core/config";

type Fields = Record<string, unknown>;

/** One JSON line an event, to standard error. Tokens and passwords are never given to it. */
export interface Log {
  error: (event: string, fields?: Fields) => void;
  warn: (event: string, fields?: Fields) => void;
  info: (event: string, fields?: Fields) => void;
  debug: (event: string, fields?: Fields) => void;
}

const LEVELS: readonly LogLevel[] = ["error", "warn", "info", "debug"];

export function createLog(
  level: LogLevel,
  write = (line: string): unknown => process.stderr.write(line),
): Log {
  const at =
    (own: LogLevel) =>
    (event: string, fields: Fields = {}): void => {
      if (LEVELS.indexOf(own) > LEVELS.indexOf(level)) return;
      write(`${JSON.stringify({ time: new Date().toISOString(), level: own, event, ...fields })}\n`);
    };
  return { error: at("error"), warn: at("warn"), info: at("info"), debug: at("debug") };
}

/** What a log line says of a thrown value. */
export function describeError(thrown: unknown): Fields {
  if (!(thrown instanceof Error))
    return { message: typeof thrown === "string" ? thrown : JSON.stringify(thrown) };
  const code = "code" in thrown ? { code: String(thrown.code) } : {};
  const detail = "detail" in thrown && thrown.detail !== undefined ? { detail: thrown.detail } : {};
  return { message: thrown.message, ...code, ...detail, stack: thrown.stack };
}

import type { SeqRange } from "@retake/telemetry/log";

/** As it lies in `Episode.warnings`; `key` and `count` let a later part add to it. */
export interface StoredWarning {
  code: string;
  message: string;
  key?: string;
  count?: number;
}

/** Entries of one code at most: a broken disk must not fill a row. */
const ENTRIES_MAX = 20;

/** What is stored may be of any age and from other writers: what is no warning is left out. */
export function readWarnings(json: unknown): StoredWarning[] {
  return Array.isArray(json) ? json.filter(isWarning) : [];
}

function isWarning(value: unknown): value is StoredWarning {
  if (typeof value !== "object" || value === null) return false;
  return (
    "code" in value &&
    typeof value.code === "string" &&
    "message" in value &&
    typeof value.message === "string"
  );
}

/** Adds to what is counted under this code and key. */
export function countWarning(
  warnings: readonly StoredWarning[],
  { code, key = "", more, say }: { code: string; key?: string; more: number; say: (count: number) => string },
): StoredWarning[] {
  if (more === 0) return [...warnings];
  const isSame = (warning: StoredWarning): boolean => warning.code === code && (warning.key ?? "") === key;
  const count = (warnings.find(isSame)?.count ?? 0) + more;
  const entry: StoredWarning = { code, message: say(count), ...(key === "" ? {} : { key }), count };
  return [...warnings.filter((warning) => !isSame(warning)), entry];
}

/** Adds one that says something else than those before. */
export function addWarning(
  warnings: readonly StoredWarning[],
  code: string,
  message: string,
): StoredWarning[] {
  const same = warnings.filter((warning) => warning.code === code);
  if (same.length >= ENTRIES_MAX || same.some((warning) => warning.message === message)) return [...warnings];
  return [...warnings, { code, message }];
}

export function dropWarnings(warnings: readonly StoredWarning[], code: string): StoredWarning[] {
  return warnings.filter((warning) => warning.code !== code);
}

/** What one part has to say. */
export interface PartFacts {
  timesReplaced: number;
  refused: ReadonlyMap<string, number>;
  missing: readonly SeqRange[];
  /** Topics that changed their type or shape. */
  changed: readonly string[];
}

export function addFacts(stored: readonly StoredWarning[], facts: PartFacts): StoredWarning[] {
  let warnings = countWarning(stored, {
    code: "times_replaced",
    more: facts.timesReplaced,
    say: (n) => `${n} ${messages(n)} came without a usable time and stand at that of the one before.`,
  });
  for (const [reason, more] of facts.refused) {
    const say = (n: number): string =>
      `${n} ${messages(n)} of the robot ${n === 1 ? "was" : "were"} refused: ${reason}.`;
    warnings = countWarning(warnings, { code: "messages_refused", key: reason, more, say });
  }
  for (const { from, to } of facts.missing) {
    const which = from === to ? `Message ${from} is` : `Messages ${from} to ${to} (${to - from + 1}) are`;
    warnings = addWarning(
      warnings,
      "log_gap",
      `${which} missing: the disk lost them after they had come in.`,
    );
  }
  for (const name of facts.changed) {
    const message = `${name} changed its type or shape while recording; its statistics are of the samples before, and those after are read beside it.`;
    warnings = addWarning(warnings, "schema_changed", message);
  }
  return warnings;
}

function messages(n: number): string {
  return n === 1 ? "message" : "messages";
}

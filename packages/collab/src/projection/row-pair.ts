/** One row before and after a change; null: there was, or is, none. */
export interface RowPair<T> {
  was: T | null;
  now: T | null;
}

/** Whether a row has to be written. Rows are flat; lists in them hold plain values. */
export function isChanged<T extends object>({ was, now }: RowPair<T>): boolean {
  if (was === null || now === null) return was !== now;
  for (const [key, value] of Object.entries(was)) {
    const other = (now as Record<string, unknown>)[key];
    if (Array.isArray(value) ? String(value) !== String(other) : !Object.is(value, other)) return true;
  }
  return false;
}

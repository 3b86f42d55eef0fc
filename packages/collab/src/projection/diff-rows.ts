export interface RowChanges<T> {
  /** New or different. */
  put: T[];
  /** Ids of rows that are gone. */
  gone: string[];
}

/** What has to be written so that `before` becomes `after`. Rows are flat; lists in them hold plain values. */
export function diffRows<T extends { id: string }>(before: readonly T[], after: readonly T[]): RowChanges<T> {
  const old = new Map(before.map((row) => [row.id, row]));
  const put: T[] = [];
  for (const row of after) {
    const was = old.get(row.id);
    old.delete(row.id);
    if (was === undefined || !isSame(was, row)) put.push(row);
  }
  return { put, gone: [...old.keys()] };
}

function isSame<T extends object>(a: T, b: T): boolean {
  for (const [key, value] of Object.entries(a)) {
    const other = (b as Record<string, unknown>)[key];
    if (Array.isArray(value) ? String(value) !== String(other) : !Object.is(value, other)) return false;
  }
  return true;
}

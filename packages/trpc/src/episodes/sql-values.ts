/** Numbered parameters of one query: text never becomes SQL. */
export interface SqlValues {
  readonly values: unknown[];
  /** Adds a value and returns its placeholder. */
  add(value: unknown): string;
}

export function sqlValues(...first: unknown[]): SqlValues {
  const values = [...first];
  return { values, add: (value) => `$${values.push(value)}` };
}

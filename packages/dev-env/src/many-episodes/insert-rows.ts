import type { Db } from "@retake/db";

/** Column and its type in Postgres; `bytea(n)` where each row has exactly n bytes. */
export type Columns = Readonly<Record<string, string>>;

/** So that a statement's parameters stay at some tens of megabytes. */
const BATCH = 5_000;

/** Rows of one table by one statement per {@link BATCH}; those that are there stay as they are. */
export async function insertRows<T extends Record<string, unknown>>(
  db: Db,
  table: string,
  columns: Columns,
  rows: readonly T[],
): Promise<void> {
  const names = Object.keys(columns);
  const types = names.map((name) => columns[name] ?? "");
  const lists = names.filter((_, k) => widthOf(types[k] ?? "") === null);
  const values = names.map((name, k) => received(name, types[k] ?? "", k + 1));
  const parameters = lists.map((name) => `$${names.indexOf(name) + 1}::${sentAs(columns[name] ?? "")}[]`);
  const text = `INSERT INTO "${table}" (${quoted(names)}) SELECT ${values.join(", ")}
    FROM unnest(${parameters.join(", ")}) WITH ORDINALITY AS r(${quoted([...lists, "ordinal"])}) ON CONFLICT DO NOTHING`;
  for (let from = 0; from < rows.length; from += BATCH) {
    const batch = rows.slice(from, from + BATCH);
    await db.pool.query(
      text,
      names.map((name, k) =>
        sent(
          batch.map((row) => row[name]),
          types[k] ?? "",
        ),
      ),
    );
  }
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(", ");
}

function widthOf(type: string): number | null {
  const width = /^bytea\((\d+)\)$/.exec(type)?.[1];
  return width === undefined ? null : Number(width);
}

function sentAs(type: string): string {
  return type === "text[]" ? "jsonb" : type.startsWith('"') ? "text" : type;
}

function received(name: string, type: string, parameter: number): string {
  const width = widthOf(type);
  // Bytes of all rows in one parameter travel as they are; in an array they would be written out and escaped.
  if (width !== null)
    return `substring($${parameter}::bytea from (r."ordinal"::int - 1) * ${width} + 1 for ${width})`;
  if (type === "text[]") return `ARRAY(SELECT jsonb_array_elements_text(r."${name}"))`;
  return type.startsWith('"') ? `r."${name}"::${type}` : `r."${name}"`;
}

function sent(values: unknown[], type: string): unknown {
  if (widthOf(type) !== null) return Buffer.concat(values as Buffer[]);
  return type === "text[]" || type === "jsonb" ? values.map((value) => JSON.stringify(value)) : values;
}

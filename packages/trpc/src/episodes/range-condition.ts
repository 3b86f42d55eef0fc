import type { Range } from "@retake/ai/ranges";
import type { SqlValues } from "./sql-values.ts";

/** A column within a range; null where the range has no ends. What is unknown is in none. */
export function rangeCondition(column: string, range: Range, sql: SqlValues): string | null {
  const { min, max, isMinOpen, isMaxOpen } = range;
  const parts: string[] = [];
  if (min !== undefined) parts.push(`${column} ${isMinOpen === true ? ">" : ">="} ${sql.add(min)}::float8`);
  if (max !== undefined) parts.push(`${column} ${isMaxOpen === true ? "<" : "<="} ${sql.add(max)}::float8`);
  return parts.length === 0 ? null : parts.join(" and ");
}

import type { DescribedTopic } from "../reader.ts";
import { csvText } from "./csv-text.ts";

/** The columns of one topic in a wide table. */
export interface CsvColumns {
  topic: string;
  /** Of the first; `timestamp` and `frame_index` come before. */
  first: number;
  count: number;
}

/** Header cells and where each topic's columns stand: `observation.state.x`, `observation.state.0` without names, or `next.reward` for a single value. Pictures have none. */
export function csvColumns(
  topics: readonly DescribedTopic[],
  names: Readonly<Record<string, readonly string[]>>,
): { header: string[]; columns: CsvColumns[] } {
  const header = ["timestamp", "frame_index"];
  const taken = new Set(header);
  const columns: CsvColumns[] = [];
  for (const { name: topic, type, dims } of topics) {
    if (type === "image") continue;
    columns.push({ topic, first: header.length, count: dims });
    const feature = topic.replace(/^\//, "").replaceAll("/", ".");
    for (let d = 0; d < dims; d++) {
      const cell = dims === 1 ? feature : `${feature}.${dimensionName(feature, names[topic]?.[d], d)}`;
      header.push(csvText(unique(cell, taken)));
    }
  }
  return { header, columns };
}

/** Importers call what has no name `state[0]`: behind its feature only the number is new. */
function dimensionName(feature: string, name: string | undefined, d: number): string {
  const short = feature.slice(feature.lastIndexOf(".") + 1);
  return name === undefined || name === "" || name === `${short}[${d}]` ? String(d) : name;
}

/** Two columns of one name would be one key of a data frame. */
function unique(cell: string, taken: Set<string>): string {
  let found = cell;
  for (let n = 2; taken.has(found); n++) found = `${cell}_${n}`;
  taken.add(found);
  return found;
}

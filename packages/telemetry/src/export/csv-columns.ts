import type { DescribedTopic } from "../reader.ts";
import { csvText } from "./csv-text.ts";

/** The columns of one topic in a wide table. */
export interface CsvColumns {
  topic: string;
  /** Of the first; `timestamp` and `frame_index` come before. */
  first: number;
  count: number;
}

/** Header cells and where each topic's columns stand: `observation.state.x`, or `next.reward` for a single value. Pictures have none. */
export function csvColumns(
  topics: readonly DescribedTopic[],
  names: Readonly<Record<string, readonly string[]>>,
): { header: string[]; columns: CsvColumns[] } {
  const header = ["timestamp", "frame_index"];
  const columns: CsvColumns[] = [];
  for (const { name: topic, type, dims } of topics) {
    if (type === "image") continue;
    columns.push({ topic, first: header.length, count: dims });
    const feature = topic.replace(/^\//, "").replaceAll("/", ".");
    for (let d = 0; d < dims; d++)
      header.push(csvText(dims === 1 ? feature : `${feature}.${names[topic]?.[d] ?? d}`));
  }
  return { header, columns };
}

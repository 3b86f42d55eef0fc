import type { TopicColumns } from "../types.ts";

const GROUP_ROWS_MAX = 65_536;
/** A page's size is a signed 32-bit number, and readers hold a page whole: wide vectors and long texts get shorter groups. */
const GROUP_BYTES_MAX = 64 << 20;

const VALUE_BYTES = { float32: 4, float64: 8, int64: 8, bool: 1, string: 0, image: 0 } as const;

/** Row ranges `[start, end)` of a topic's row groups. */
export function rowGroups(topic: TopicColumns): [start: number, end: number][] {
  const rows = topic.t.length;
  const groups: [number, number][] = [];
  if (topic.type === "string") {
    const texts = topic.values as string[];
    let start = 0;
    let bytes = 0;
    for (let row = 0; row < rows; row++) {
      const size = 4 + Buffer.byteLength(texts[row] ?? "");
      if (row > start && (row - start === GROUP_ROWS_MAX || bytes + size > GROUP_BYTES_MAX)) {
        groups.push([start, row]);
        start = row;
        bytes = 0;
      }
      bytes += size;
    }
    if (rows > start) groups.push([start, rows]);
    return groups;
  }
  const rowBytes = Math.max(1, topic.dims * VALUE_BYTES[topic.type]);
  const step = Math.max(1, Math.min(GROUP_ROWS_MAX, Math.floor(GROUP_BYTES_MAX / rowBytes)));
  for (let start = 0; start < rows; start += step) groups.push([start, Math.min(rows, start + step)]);
  return groups;
}

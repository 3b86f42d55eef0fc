import { levelValueBytes, type HeadLevel, type HeadTopic } from "../segment/segment-head.ts";
import type { EnvelopeBuilder } from "./envelope-builder.ts";
import type { OpenSegment } from "./open-segment.ts";
import { readBlocks } from "./read-blocks.ts";
import { readRows } from "./read-rows.ts";

/**
 * Sums up exactly the rows `[start, end)`: whole cells of the level of `width` in the middle, finer levels and at last samples
 * towards the two ends. So the work depends on the number of buckets, not on the rows.
 */
export async function sumRange(
  segment: OpenSegment,
  topic: HeadTopic,
  { start, end, width }: { start: number; end: number; width: number },
  builder: EnvelopeBuilder,
): Promise<void> {
  if (start >= end) return;
  const level = topic.levels.findLast((candidate) => candidate.width <= width);
  if (level === undefined) return await sumSamples(segment, topic, start, end, builder);
  const firstCell = Math.ceil(start / level.width);
  // The last cell of a topic may be short; it is whole nevertheless.
  const endCell = end === topic.rows ? level.cells : Math.floor(end / level.width);
  const finer = level.width - 1;
  if (firstCell >= endCell) return await sumRange(segment, topic, { start, end, width: finer }, builder);
  await sumRange(segment, topic, { start, end: firstCell * level.width, width: finer }, builder);
  await sumCells(segment, topic, level, firstCell, endCell, builder);
  await sumRange(segment, topic, { start: endCell * level.width, end, width: finer }, builder);
}

async function sumSamples(
  segment: OpenSegment,
  topic: HeadTopic,
  start: number,
  end: number,
  builder: EnvelopeBuilder,
): Promise<void> {
  for (const { t, values } of await readRows(segment, [{ topic, start, end }])) {
    for (let row = 0; row < t.length; row++) builder.addRow(start + row, t[row] ?? 0, values, row);
  }
}

async function sumCells(
  segment: OpenSegment,
  topic: HeadTopic,
  level: HeadLevel,
  first: number,
  end: number,
  builder: EnvelopeBuilder,
): Promise<void> {
  const valueBytes = levelValueBytes(topic.type);
  const cellBytes = topic.dims * 3 * valueBytes;
  const timeSpan = { from: level.t + first * 8, to: level.t + end * 8 };
  const valueSpan = { from: level.values + first * cellBytes, to: level.values + end * cellBytes };
  const blocks = await readBlocks(segment, [timeSpan, valueSpan]);
  const timeBytes = blocks.place(timeSpan.from, timeSpan.to);
  const t = new Float64Array(timeBytes.buffer, timeBytes.byteOffset, end - first);
  const bytes = blocks.place(valueSpan.from, valueSpan.to);
  const count = (end - first) * topic.dims * 3;
  const values =
    valueBytes === 8
      ? new Float64Array(bytes.buffer, bytes.byteOffset, count)
      : new Float32Array(bytes.buffer, bytes.byteOffset, count);
  for (let cell = first; cell < end; cell++) {
    const row = cell * level.width;
    const rows = Math.min(level.width, topic.rows - row);
    builder.addCell({ row, rows, t: t[cell - first] ?? 0 }, values, cell - first);
  }
}

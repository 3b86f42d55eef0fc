import type { TopicColumns } from "@retake/telemetry/types";
import { plainRows } from "../parquet/plain-rows.ts";
import { readNumbers } from "../parquet/read-numbers.ts";
import type { Leaf } from "../parquet/leaf.ts";
import type { ColumnSlices } from "../parquet/parquet-table.ts";
import type { TaskTable } from "../layout/read-tasks.ts";
import type { ColumnPlan } from "./column-plan.ts";
import { type ColumnRecorder, type RowTimes, textTopic, timesOf } from "./column-recorder.ts";

/** One text is never longer; what is cut ends in an ellipsis. */
const TEXT_LENGTH_MAX = 1 << 20;

/** Words of each row; rows without any are left out. */
export class TextRecorder implements ColumnRecorder {
  readonly #topic: string;
  readonly #column: ColumnPlan["column"];
  #rows: number[] = [];
  #texts: string[] = [];
  #added = 0;
  bytes = 0;

  constructor(plan: ColumnPlan) {
    this.#topic = plan.topic;
    this.#column = plan.column;
  }

  add(slices: ColumnSlices): void {
    for (const value of plainRows(this.#column, slices)) {
      const row = this.#added++;
      const text = textOf(value);
      if (text === null) continue;
      this.#rows.push(row);
      this.#texts.push(text);
      this.bytes += 64 + text.length * 2;
    }
  }

  take(times: RowTimes): TopicColumns[] {
    const topic = textTopic(this.#topic, timesOf(times, this.#rows), this.#texts);
    this.#rows = [];
    this.#texts = [];
    this.#added = 0;
    this.bytes = 0;
    return topic.t.length === 0 ? [] : [topic];
  }
}

/** Strings as they are, everything else as JSON; null for nothing (null, empty list). */
function textOf(value: unknown): string | null {
  if (value === null || value === undefined || (Array.isArray(value) && value.length === 0)) return null;
  const text = typeof value === "string" ? value : toJson(value);
  return text.length > TEXT_LENGTH_MAX ? `${text.slice(0, TEXT_LENGTH_MAX)}…` : text;
}

export function toJson(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) => {
    if (typeof item === "bigint") return Number.isSafeInteger(Number(item)) ? Number(item) : String(item);
    return item instanceof Uint8Array ? Buffer.from(item).toString("base64") : item;
  });
}

/**
 * `language_persistent`: the same list in every row, so it is read from the first row only and each entry becomes one
 * sample at its own time.
 */
export class PersistentRecorder implements ColumnRecorder {
  readonly #plan: ColumnPlan;
  #entries: unknown[] | null = null;
  #taken = false;
  bytes = 0;

  constructor(plan: ColumnPlan) {
    this.#plan = plan;
  }

  add(slices: ColumnSlices): void {
    if (this.#entries !== null) return;
    const first = plainRows(this.#plan.column, slices)[0];
    this.#entries = Array.isArray(first) ? first.slice(0, 100_000) : [];
  }

  take(times: RowTimes): TopicColumns[] {
    if (this.#taken || this.#entries === null || this.#entries.length === 0) return [];
    this.#taken = true;
    const placed = this.#entries
      .map((entry) => ({ t: timeOf(entry) ?? times.t[0] ?? 0, text: textOf(entry) ?? "" }))
      .toSorted((a, b) => a.t - b.t);
    const t = Float64Array.from(placed, (entry) => entry.t);
    const frame = Int32Array.from(placed, (entry) => nearestFrame(times, entry.t));
    return [
      textTopic(
        this.#plan.topic,
        { t, frame },
        placed.map((entry) => entry.text),
      ),
    ];
  }
}

function timeOf(entry: unknown): number | null {
  if (typeof entry !== "object" || entry === null || !("timestamp" in entry)) return null;
  return typeof entry.timestamp === "number" && Number.isFinite(entry.timestamp) ? entry.timestamp : null;
}

/** The frame shown at a time: the last one that has begun. */
export function nearestFrame({ t, frame }: RowTimes, time: number): number {
  let low = 0;
  let high = t.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((t[middle] ?? 0) <= time + 1e-6) low = middle + 1;
    else high = middle;
  }
  return frame[Math.max(0, low - 1)] ?? 0;
}

/** A column of numbers that index a table of words: one sample where the words change. */
export class WordRunsRecorder implements ColumnRecorder {
  readonly #topic: string;
  readonly #leaf: Leaf;
  readonly #words: TaskTable;
  readonly #keepSingle: boolean;
  readonly #seen = new Map<number, number>();
  #rows: number[] = [];
  #texts: string[] = [];
  #added = 0;
  #last = NaN;
  #changes = 0;
  readonly bytes = 0;

  /** @param keepSingle whether a table that never changes during the episode is worth a topic */
  constructor(topic: string, leaf: Leaf, words: TaskTable, keepSingle: boolean) {
    this.#topic = topic;
    this.#leaf = leaf;
    this.#words = words;
    this.#keepSingle = keepSingle;
  }

  /** Rows by number, the most frequent first. */
  get used(): [index: number, rows: number][] {
    return [...this.#seen].toSorted((a, b) => b[1] - a[1] || a[0] - b[0]);
  }

  add(slices: ColumnSlices): void {
    for (const index of readNumbers(this.#leaf, slices[0] ?? [])) {
      const row = this.#added++;
      if (Number.isNaN(index)) continue;
      this.#seen.set(index, (this.#seen.get(index) ?? 0) + 1);
      if (index === this.#last) continue;
      this.#last = index;
      this.#changes += 1;
      this.#rows.push(row);
      this.#texts.push(this.#words.get(index) ?? "");
    }
  }

  take(times: RowTimes): TopicColumns[] {
    const topic = textTopic(this.#topic, timesOf(times, this.#rows), this.#texts);
    this.#rows = [];
    this.#texts = [];
    this.#added = 0;
    const isKnown = [...this.#seen.keys()].some((index) => this.#words.has(index));
    return topic.t.length > 0 && isKnown && (this.#keepSingle || this.#changes > 1) ? [topic] : [];
  }
}

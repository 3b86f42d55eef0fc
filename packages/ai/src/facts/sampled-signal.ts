import type { SignalColumns } from "../types.ts";
import { plainText } from "./plain-text.ts";

/** 40 minutes at 10 Hz: enough for the fingers of a gripper, and what is kept of any episode stays below 12 MB. */
const ROWS_MAX = 24_000;
const DIMS_MAX = 64;
/** Rows looked at to choose dimensions where there are more than that. */
const PROBE_ROWS = 64;
const NAME_MAX = 60;
/** Beyond any position, speed or force in SI units: bytes that were never a measurement. */
const VALUE_MAX = 1e12;

/** A topic at a bounded size, one column per dimension kept. */
export interface SampledSignal {
  topic: string;
  t: Float64Array;
  columns: Float64Array[];
  /** Of each column: its dimension in the topic, its name as stated, its unit. */
  dims: number[];
  names: (string | null)[];
  units: (string | null)[];
  /** Dimensions of the topic. */
  dimsTotal: number;
  rowsTotal: number;
  /** Rows per row kept. */
  stride: number;
}

/** Takes every n-th row, so that values stay as recorded, and of a very wide topic the dimensions that change most. */
export function sampleSignal(signal: SignalColumns): SampledSignal {
  const { topic, t, values } = signal;
  const dimsTotal = Math.max(0, Math.floor(signal.dims));
  const rowsTotal = dimsTotal === 0 ? 0 : Math.min(t.length, Math.floor(values.length / dimsTotal));
  const stride = Math.max(1, Math.ceil(rowsTotal / ROWS_MAX));
  const rows = Math.ceil(rowsTotal / stride);
  const dims = chooseDims(signal, rowsTotal, dimsTotal);
  const said = (texts: readonly string[]): (string | null)[] =>
    dims.map((dim) => (texts.length === dimsTotal ? plainText(texts[dim], NAME_MAX) : null));
  return {
    topic,
    t: Float64Array.from({ length: rows }, (_, row) => t[row * stride] ?? 0),
    columns: dims.map((dim) =>
      Float64Array.from({ length: rows }, (_, row) => sane(values[row * stride * dimsTotal + dim])),
    ),
    dims,
    names: said(signal.names),
    units: said(signal.units),
    dimsTotal,
    rowsTotal,
    stride,
  };
}

function sane(value: number | undefined): number {
  const number = Number(value);
  return Math.abs(number) <= VALUE_MAX ? number : Number.NaN;
}

function chooseDims({ values }: SignalColumns, rows: number, dims: number): number[] {
  const all = Array.from({ length: dims }, (_, dim) => dim);
  if (dims <= DIMS_MAX) return all;
  const probes = Math.min(rows, PROBE_ROWS);
  const spread = all.map((dim) => {
    let [low, high] = [Infinity, -Infinity];
    for (let i = 0; i < probes; i++) {
      const value = sane(values[Math.floor((i * rows) / probes) * dims + dim]);
      if (!Number.isFinite(value)) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    return high > low ? high - low : 0;
  });
  return all
    .toSorted((a, b) => (spread[b] ?? 0) - (spread[a] ?? 0) || a - b)
    .slice(0, DIMS_MAX)
    .toSorted((a, b) => a - b);
}

/** A name that tells nothing: `motor_3`, `j0`, `joint_2`, `dim 4`, `x7`. */
export const isGeneric = (name: string | null): boolean =>
  name === null || /^(motor|joint|j|dim|axis|m|q|x|s|a|state|action|value)?[\s_.-]*\d+$/i.test(name);

/** A dimension in words: `shoulder_pan.pos` is the shoulder pan. */
export function nameInWords({ topic, names, dims }: SampledSignal, column: number): string {
  const name = names[column];
  if (name == null) return `${/joints?$/i.test(topic) ? "joint" : "dimension"} ${dims[column] ?? column}`;
  const words = name
    .replace(/[._/-]pos(ition)?$/i, "")
    .replace(/[_./]+/g, " ")
    .trim();
  return words === "" ? name : words;
}

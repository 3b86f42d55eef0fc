export interface Bin {
  /** Bounds in the values' unit; the last bin holds its upper bound too. */
  from: number;
  to: number;
  count: number;
}

/** Widths a person reads easily. */
const STEPS = [1, 2, 5, 10];

/** The smallest readable step (1, 2 or 5 times a power of ten) that cuts `span` into at most `binsMax` parts. */
function readableStep(span: number, binsMax: number): number {
  const rough = span / binsMax;
  const power = 10 ** Math.floor(Math.log10(rough));
  return (STEPS.find((step) => step * power >= rough * (1 - 1e-9)) ?? 10) * power;
}

/** How many values fall into each of at most `binsMax + 1` equal bins with readable bounds. Values that are not finite are left out. */
export function histogram(values: readonly number[], binsMax: number): Bin[] {
  const finite = values.filter(Number.isFinite);
  if (finite.length === 0) return [];
  const low = finite.reduce((a, b) => Math.min(a, b));
  const high = finite.reduce((a, b) => Math.max(a, b));
  if (low === high) return [{ from: low, to: high, count: finite.length }];
  const step = readableStep(high - low, binsMax);
  const start = Math.floor(low / step);
  const size = Math.max(1, Math.ceil(high / step - 1e-9) - start);
  const bins = Array.from({ length: size }, (_, i) => ({
    from: (start + i) * step,
    to: (start + i + 1) * step,
    count: 0,
  }));
  for (const value of finite) {
    const bin = bins[Math.min(size - 1, Math.max(0, Math.floor(value / step) - start))];
    if (bin !== undefined) bin.count += 1;
  }
  return bins;
}

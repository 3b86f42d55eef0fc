/** Numbers in [0, 1) that depend on the seed alone: xorshift32, period 2^32 − 1. */
export type Random = () => number;

export function seededRandom(seed: number): Random {
  let state = (Math.imul(seed | 0, 0x9e3779b1) ^ 0x6d2b79f5) | 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 4294967296;
  };
}

/** `count` of `0..total-1`, rising, evenly drawn: all of them where there are no more. */
export function sampleRows(total: number, count: number, seed: number): Int32Array {
  const random = seededRandom(seed);
  const rows: number[] = [];
  for (let row = 0; row < total && rows.length < count; row++)
    if (random() * (total - row) < count - rows.length) rows.push(row);
  return Int32Array.from(rows);
}

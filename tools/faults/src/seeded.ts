/** Draws that are the same for the same seed. Mulberry32. */
export interface Seeded {
  /** In [0, 1). */
  unit(): number;
  /** A whole number from `from` to `to`, both inclusive. */
  whole(from: number, to: number): number;
  /** Draws of its own, so that one reader's number of draws does not move another's. */
  fork(): Seeded;
}

export function seeded(seed: number): Seeded {
  let state = seed >>> 0;
  const unit = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    unit,
    whole: (from, to) => from + Math.floor(unit() * (to - from + 1)),
    fork: () => seeded(Math.floor(unit() * 2 ** 32)),
  };
}

export interface ClockFaults {
  /** Parts per million by which the clock runs fast. */
  skewPpm: number;
  /** The clock is set by so many seconds, at such a time of its own. */
  jump: { bySeconds: number; atSeconds: number } | null;
}

/** What a robot's clock says at a true time. */
export function robotTime(seconds: number, { skewPpm, jump }: ClockFaults): number {
  const skewed = seconds * (1 + skewPpm / 1e6);
  return jump !== null && skewed >= jump.atSeconds ? skewed + jump.bySeconds : skewed;
}

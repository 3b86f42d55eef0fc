/** Allows `perS` a second on average and `burst` at once. */
export function createRateLimit(perS: number, burst: number, now: () => number): () => boolean {
  let left = burst;
  let last = now();
  return () => {
    const time = now();
    left = Math.min(burst, left + ((time - last) / 1000) * perS);
    last = time;
    if (left < 1) return false;
    left -= 1;
    return true;
  };
}

/** In place, radix 2; the length is a power of two. Source: Cooley and Tukey 1965. @param sign -1 forward, 1 backward (not divided by the length) */
export function fft(re: Float64Array, im: Float64Array, sign: -1 | 1): void {
  const size = re.length;
  for (let n = 1, reversed = 0; n < size; n += 1) {
    let bit = size >> 1;
    for (; (reversed & bit) !== 0; bit >>= 1) reversed ^= bit;
    reversed ^= bit;
    if (n >= reversed) continue;
    [re[n], re[reversed]] = [re[reversed]!, re[n]!];
    [im[n], im[reversed]] = [im[reversed]!, im[n]!];
  }
  for (let width = 2; width <= size; width *= 2) {
    const half = width / 2;
    for (let k = 0; k < half; k += 1) {
      const angle = (sign * 2 * Math.PI * k) / width;
      const [c, s] = [Math.cos(angle), Math.sin(angle)];
      for (let at = k; at < size; at += width) {
        const other = at + half;
        const a = re[other]! * c - im[other]! * s;
        const b = re[other]! * s + im[other]! * c;
        re[other] = re[at]! - a;
        im[other] = im[at]! - b;
        re[at]! += a;
        im[at]! += b;
      }
    }
  }
}

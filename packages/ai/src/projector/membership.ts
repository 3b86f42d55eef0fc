/** Nearer than this share of the mean distance no bandwidth gets: duplicates would make it zero. */
const BANDWIDTH_MIN_SHARE = 1e-3;
const HALVINGS = 48;
const CLOSE_ENOUGH = 1e-5;

/**
 * How strongly a row belongs with each of its neighbours: 1 for the nearest, falling off so that all together are log2(k + 1).
 * (UMAP, McInnes et al. 2018, algorithm 3, `SmoothKNNDist`.)
 * @param distance of one row's neighbours, nearest first; `Infinity` where there is none, which gets 0
 * @param meanDistance of all rows, for rows that are all duplicates
 */
export function membership(distance: Float32Array, meanDistance: number, strength: Float32Array): void {
  const k = distance.length;
  const nearest = distance.find((value) => value > 0) ?? 0;
  const wanted = Math.log2(k + 1);
  let [low, high, bandwidth] = [0, Infinity, 1];
  for (let n = 0; n < HALVINGS; n++) {
    let sum = 0;
    for (let p = 0; p < k; p++) {
      const beyond = distance[p]! - nearest;
      sum += beyond > 0 ? Math.exp(-beyond / bandwidth) : 1;
    }
    if (Math.abs(sum - wanted) < CLOSE_ENOUGH) break;
    if (sum > wanted) high = bandwidth;
    else low = bandwidth;
    bandwidth = high === Infinity ? bandwidth * 2 : (low + high) / 2;
  }
  const own = nearest > 0 ? mean(distance) : meanDistance;
  bandwidth = Math.max(bandwidth, BANDWIDTH_MIN_SHARE * own);
  for (let p = 0; p < k; p++) {
    const beyond = distance[p]! - nearest;
    if (distance[p] === Infinity) strength[p] = 0;
    else strength[p] = beyond <= 0 ? 1 : Math.exp(-beyond / bandwidth);
  }
}

/** Of the finite ones. */
export function mean(distance: Float32Array): number {
  let [sum, count] = [0, 0];
  for (const value of distance) {
    if (value === Infinity) continue;
    sum += value;
    count++;
  }
  return count === 0 ? 0 : sum / count;
}

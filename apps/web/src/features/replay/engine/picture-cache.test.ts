import { describe, expect, it } from "vitest";
import { PictureCache } from "./picture-cache.ts";

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function setup(options: { pixelsMax?: number; broken?: number[] } = {}) {
  const loads: number[] = [];
  const closed: number[] = [];
  let [running, most] = [0, 0];
  const cache = new PictureCache({
    load: async (k) => {
      loads.push(k);
      most = Math.max(most, ++running);
      await settled();
      running -= 1;
      if (options.broken?.includes(k) === true) throw new Error("404");
      return { width: 10, height: 10, close: () => void closed.push(k) };
    },
    pixelsMax: options.pixelsMax ?? 1e9,
    parallel: 3,
  });
  return { cache, loads, closed, most: () => most };
}

describe("PictureCache", () => {
  it("loads ahead in order, no more than allowed at a time, each picture once", async () => {
    const { cache, loads, most } = setup();
    cache.ahead([5, 6, 7, 8, 9]);
    cache.ahead([5, 6, 7, 8, 9]);
    for (let i = 0; i < 10; i++) await settled();
    expect(loads).toEqual([5, 6, 7, 8, 9]);
    expect(most()).toBe(3);
    expect(cache.settled(9)).toBe(true);
  });

  it("lets go of the longest unused beyond its limit, and closes them", async () => {
    const { cache, closed } = setup({ pixelsMax: 300 });
    for (const k of [1, 2, 3]) await cache.need(k);
    cache.get(1);
    await cache.need(4);
    expect(closed).toEqual([2]);
    cache.close();
    expect(closed.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4]);
  });

  it("does not wait for a picture that cannot be had, but tries again when asked", async () => {
    const { cache, loads } = setup({ broken: [3] });
    expect(await cache.need(3)).toBeNull();
    expect(cache.settled(3)).toBe(true);
    cache.ahead([3]);
    expect(await cache.need(3)).toBeNull();
    expect(loads).toEqual([3, 3]);
  });
});

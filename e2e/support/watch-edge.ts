import type { Page } from "@playwright/test";
import { BITS } from "./scripted-robot.ts";

/** What a page showed and when, by the machine's clock in milliseconds: each picture's counter and each time of the playhead, when first seen. */
export interface Seen {
  pictures: [counter: number, atMs: number][];
  times: [seconds: number, atMs: number][];
}

/** Looks at the page's first canvas and its clock on every frame of the display, until it is asked what it saw. */
export async function watchEdge(page: Page): Promise<() => Promise<Seen>> {
  await page.evaluate((bits) => {
    const seen: Seen = { pictures: [], times: [] };
    const probe = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    let [lastCounter, lastTime] = [-1, -1];
    const look = (): void => {
      const at = performance.timeOrigin + performance.now();
      const canvas = document.querySelector<HTMLCanvasElement>("[data-camera] canvas");
      if (canvas !== null && probe !== null && canvas.width > 0) {
        probe.canvas.width = bits;
        probe.canvas.height = 1;
        const field = canvas.width / bits;
        for (let bit = 0; bit < bits; bit += 1) {
          probe.drawImage(canvas, (bit + 0.5) * field, canvas.height / 2, 1, 1, bit, 0, 1, 1);
        }
        const { data } = probe.getImageData(0, 0, bits, 1);
        let counter = 0;
        for (let bit = 0; bit < bits; bit += 1) counter = counter * 2 + ((data[bit * 4] ?? 0) > 127 ? 1 : 0);
        if (counter !== lastCounter) seen.pictures.push([(lastCounter = counter), at]);
      }
      const time = Number.parseFloat(document.querySelector('[data-testid="time"]')?.textContent ?? "");
      if (time !== lastTime) seen.times.push([(lastTime = time), at]);
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
    Object.assign(window, { seenAtEdge: seen });
  }, BITS);
  return () => page.evaluate(() => (window as unknown as { seenAtEdge: Seen }).seenAtEdge);
}

/** `p50 41 ms, p95 80 ms, most 93 ms of 250` */
export function spread(ms: readonly number[]): string {
  const sorted = ms.toSorted((a, b) => a - b);
  const at = (share: number): string =>
    (sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN).toFixed(0);
  return `p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, most ${at(1)} ms of ${sorted.length}`;
}

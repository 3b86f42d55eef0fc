import { copyFile, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { createDecodePool } from "../src/decode/decode-pool.ts";
import { probeVideo } from "../src/probe.ts";
import { makeProxy, proxyKey } from "../src/proxy.ts";
import { createStills } from "../src/stills.ts";
import { barcodeOf, fixture, memoryDerived, temporaryFolder } from "./fixtures.ts";

const folder = await temporaryFolder();
const pool = createDecodePool({ processesMax: 1 });
const stills = createStills({ derived: memoryDerived(), pool });
afterAll(() => stills.close());
const store = { putFile: (key: string, path: string) => copyFile(path, join(folder, key.slice(-20))) };
const kept = (key: string): string => join(folder, key.slice(-20));

describe("makeProxy", { timeout: 300_000 }, () => {
  test.each(["mpeg4-open-groups.mp4", "hevc-gray12.mp4", "h264-irregular.mp4", "av1-g30.mp4"])(
    "%s: frame k of the copy is frame k of the original, at the same time",
    async (name) => {
      const fractions: number[] = [];
      const key = await makeProxy({
        file: fixture(name),
        hash: name,
        store,
        pool,
        progress: (part) => fractions.push(part),
      });
      expect(key).toBe(proxyKey(name));
      const original = await probeVideo(fixture(name));
      const proxy = await probeVideo(kept(key));
      expect(proxy).toMatchObject({ codec: "h264", bitDepth: 8, chroma: "4:2:0", playable: "native" });
      expect(proxy.frames).toBe(original.frames);
      proxy.times.forEach((time, k) => expect(Math.abs(time - original.times[k]!)).toBeLessThan(1e-4));
      const gaps = [...proxy.keyFrames, proxy.frames].map(
        (k, n, all) => (proxy.times[k] ?? proxy.endTime) - proxy.times[all[n - 1] ?? 0]!,
      );
      expect(Math.max(...gaps)).toBeLessThanOrEqual(1.1);
      for (const ordinal of [0, 1, 29, 30, 31, 69]) {
        expect(await barcodeOf(await stills.frame({ file: kept(key), hash: key, ordinal }))).toBe(ordinal);
      }
      const bytes = await readFile(kept(key));
      expect(bytes.indexOf("moov", 0, "latin1")).toBeLessThan(bytes.indexOf("mdat", 0, "latin1"));
      expect(fractions.at(-1)).toBe(1);
      expect(fractions.every((part, n) => part <= 1 && part >= (fractions[n - 1] ?? 0))).toBe(true);
    },
  );

  test("an aborted proxy is cancelled, stores nothing and leaves no file behind", async () => {
    const workFolder = await temporaryFolder();
    const controller = new AbortController();
    const stored: string[] = [];
    const request = {
      file: fixture("mpeg4-open-groups.mp4"),
      hash: "aborted",
      store: { putFile: async (key: string) => void stored.push(key) },
      signal: controller.signal,
      workFolder,
    };
    const running = makeProxy(request);
    controller.abort();
    await expect(running).rejects.toMatchObject({ code: "cancelled" });
    expect(stored).toEqual([]);
    expect(await readdir(workFolder)).toEqual([]);
  });
});

import { copyFile, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import sharp from "sharp";
import { afterAll, describe, expect, test } from "vitest";
import { drawBarcode } from "../src/barcode/pattern.ts";
import { createDecodePool } from "../src/decode/decode-pool.ts";
import { makePlayback, type PicturePlace, playbackTimes } from "../src/playback.ts";
import { probeVideo } from "../src/probe.ts";
import { createStills } from "../src/stills.ts";
import { barcodeOf, memoryDerived, temporaryFolder } from "./fixtures.ts";

const folder = await temporaryFolder();
const pool = createDecodePool({ processesMax: 1 });
const stills = createStills({ derived: memoryDerived(), pool });
afterAll(() => stills.close());

const WIDTH = 96;
const HEIGHT = 64;

async function jpegOf(k: number, width = WIDTH, height = HEIGHT, grey = false): Promise<Buffer> {
  const image = sharp(drawBarcode(k, width, height), { raw: { width, height, channels: 3 } });
  return await (grey ? image.grayscale() : image).jpeg({ quality: 90 }).toBuffer();
}

/** One file of pictures, end to end, as a recording's camera has them. */
async function blobOf(name: string, pictures: Uint8Array[]): Promise<PicturePlace[]> {
  const file = join(folder, name);
  await writeFile(file, Buffer.concat(pictures));
  let offset = 0;
  return pictures.map(({ length }) => ({ file, offset: (offset += length) - length, length }));
}

function fileStore(name: string) {
  const root = join(folder, name);
  const puts: string[] = [];
  const localPath = (key: string): string => join(root, key);
  return {
    root,
    puts,
    localPath,
    async putFile(key: string, path: string) {
      puts.push(key);
      await mkdir(dirname(localPath(key)), { recursive: true });
      await copyFile(path, localPath(key));
    },
    delete: (key: string) => rm(localPath(key), { force: true }),
    async files(): Promise<string[]> {
      const entries = await readdir(root, { recursive: true, withFileTypes: true });
      return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    },
  };
}

/** Of a camera that stalls, catches up in a burst, and drops. */
function unevenTimes(count: number): Float64Array {
  const times = new Float64Array(count);
  let t = 3.2;
  for (let k = 0; k < count; k++) {
    times[k] = t;
    t += k % 17 === 5 ? 0.9 : k % 17 === 6 ? 0 : 0.1;
  }
  return times;
}

const size = { width: WIDTH, height: HEIGHT };

describe("makePlayback", { timeout: 300_000 }, () => {
  test("frame k is picture k and is shown at its own time, however uneven; it plays everywhere and starts at once", async () => {
    const count = 260;
    const pictures = await blobOf(
      "uneven",
      await Promise.all(Array.from({ length: count }, (_, k) => jpegOf(k))),
    );
    const times = unevenTimes(count);
    const store = fileStore("uneven-store");
    const endTime = times.at(-1)! + 0.1;
    const request = { pictures, times, startTime: 2, endTime, size, hash: "uneven", store, pool };
    const key = await makePlayback(request);
    const file = store.localPath(key);
    const probe = await probeVideo(file);
    expect(probe).toMatchObject({
      codec: "h264",
      chroma: "4:2:0",
      frames: count,
      playable: "native",
      ...size,
    });
    const shown = playbackTimes(times, 2);
    probe.times.forEach((time, k) => {
      expect(Math.abs(time - shown[k]!)).toBeLessThan(1e-4);
      // Not before its time but for the first, and later only by as much as no other frame is shown at once.
      if (k > 0) expect(shown[k]! - (times[k]! - 2)).toBeGreaterThanOrEqual(0);
      if (k > 0) expect(shown[k]! - (times[k]! - 2)).toBeLessThan(0.005);
    });
    expect(new Set(probe.times).size).toBe(count);
    for (const ordinal of [0, 1, 6, 7, 119, 120, 121, 240, 259]) {
      expect(await barcodeOf(await stills.frame({ file, hash: key, ordinal }))).toBe(ordinal);
    }
    const bytes = await readFile(file);
    expect(bytes.indexOf("moov", 0, "latin1")).toBeLessThan(bytes.indexOf("mdat", 0, "latin1"));
    // Nothing of the work is left.
    expect(await store.files()).toEqual([file]);
  });

  test("a broken picture is shown as the one before it, one of another size or without colour in the same frame: none is left out", async () => {
    const jpegs = [
      Buffer.from("no picture"),
      await jpegOf(1),
      (await jpegOf(2)).subarray(0, 60),
      await jpegOf(3, WIDTH * 3, HEIGHT * 3),
      await jpegOf(4, WIDTH, HEIGHT, true),
    ];
    const pictures = await blobOf("broken", jpegs);
    const times = Float64Array.of(0, 0.1, 0.2, 0.3, 0.4);
    const store = fileStore("broken-store");
    const key = await makePlayback({
      pictures,
      times,
      startTime: 0,
      endTime: 0.5,
      size,
      hash: "broken",
      store,
      pool,
    });
    const shown = async (ordinal: number) =>
      barcodeOf(await stills.frame({ file: store.localPath(key), hash: key, ordinal })).catch(() => null);
    expect(await Promise.all([0, 1, 2, 3, 4].map(shown))).toEqual([null, 1, 1, 3, 4]);
  });

  test("what was stopped goes on where it was: finished clips are not made again", async () => {
    const count = 260;
    const pictures = await blobOf(
      "stopped",
      await Promise.all(Array.from({ length: count }, (_, k) => jpegOf(k))),
    );
    const times = Float64Array.from({ length: count }, (_, k) => k / 10);
    const store = fileStore("stopped-store");
    const request = { pictures, times, startTime: 0, endTime: 26, size, hash: "stopped", store };
    const stop = new AbortController();
    const stopped = makePlayback({ ...request, signal: stop.signal, progress: () => stop.abort() });
    await expect(stopped).rejects.toMatchObject({ code: "cancelled" });
    expect(store.puts).toHaveLength(1);
    const key = await makePlayback({ ...request, pool });
    expect(store.puts).toHaveLength(4);
    expect(new Set(store.puts).size).toBe(4);
    expect((await probeVideo(store.localPath(key))).frames).toBe(count);
  });

  test("pictures that lie a day apart are refused as a video", async () => {
    const pictures = await blobOf("far", [await jpegOf(1), await jpegOf(2)]);
    const store = fileStore("far-store");
    const request = {
      pictures,
      times: Float64Array.of(0, 86_400),
      startTime: 0,
      endTime: 86_401,
      size,
      hash: "far",
      store,
    };
    await expect(makePlayback(request)).rejects.toMatchObject({ code: "unsupported_media" });
  });
});

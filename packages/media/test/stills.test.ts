import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, describe, expect, test } from "vitest";
import { AppError } from "@retake/core/errors";
import { createDecodePool } from "../src/decode/decode-pool.ts";
import { drawBarcode, readBarcode } from "../src/barcode/pattern.ts";
import { createStills, spreadEvenly } from "../src/stills.ts";
import { barcodeOf, fixture, memoryDerived, temporaryFolder } from "./fixtures.ts";

const folder = await temporaryFolder();
const derived = memoryDerived();
const real = createDecodePool({ processesMax: 1 });
let runs = 0;
const pool = { ...real, run: (...args: Parameters<typeof real.run>) => (runs++, real.run(...args)) };
const stills = createStills({ derived, pool });
afterAll(() => stills.close());

const file = fixture("av1-g2.mp4");
const hash = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
const barcodePng = (frame: number): Promise<Buffer> =>
  sharp(drawBarcode(frame, 96, 64), { raw: { width: 96, height: 64, channels: 3 } })
    .png()
    .toBuffer();

describe("stills", { timeout: 300_000 }, () => {
  test("many asks for one still decode once, store once, and are read from the store afterwards", async () => {
    runs = 0;
    derived.counts.puts = 0;
    const ask = { file, hash: "single", ordinal: 7, width: 64 };
    const all = await Promise.all(Array.from({ length: 20 }, () => stills.frame(ask)));
    expect(new Set(all.map((bytes) => hash(bytes))).size).toBe(1);
    expect(runs).toBe(1);
    expect(derived.counts.puts).toBe(1);
    const again = createStills({
      derived,
      pool: { run: () => Promise.reject(new Error("decoded")), close() {} },
    });
    expect(hash(await again.frame(ask))).toBe(hash(all[0]!));
    expect([...derived.files.keys()].every((key) => /^derived\/(..)\/\1[0-9a-f]{62}\.jpg$/.test(key))).toBe(
      true,
    );
  });

  test("a width shrinks in proportion and never enlarges", async () => {
    const size = async (width?: number) => {
      const { width: w, height: h } = await sharp(
        await stills.frame({ file, hash: "w", ordinal: 3, ...(width === undefined ? {} : { width }) }),
      ).metadata();
      return [w, h];
    };
    expect(await size(48)).toEqual([48, 48]);
    expect(await size(500)).toEqual([96, 96]);
    expect(await size()).toEqual([96, 96]);
    for (const width of [0, 15, 5000, 2.5, Number.NaN]) {
      await expect(stills.frame({ file, hash: "w", ordinal: 3, width })).rejects.toMatchObject({
        code: "bad_request",
      });
    }
  });

  test("a poster is the frame one third into its span, not into its file", async () => {
    expect(await barcodeOf(await stills.poster({ file, hash: "p", firstFrame: 30, frames: 30 }))).toBe(40);
    expect(await barcodeOf(await stills.poster({ file, hash: "p", firstFrame: 74, frames: 1 }))).toBe(74);
  });

  test("a strip shows eight frames of its span from first to last", async () => {
    const strip = await stills.strip({ file, hash: "s", firstFrame: 20, frames: 50 });
    const { width, height } = await sharp(strip).metadata();
    expect([width, height]).toEqual([8 * 160, 160]);
    const numbers = await Promise.all(
      Array.from({ length: 8 }, async (_, n) => {
        const tile = sharp(strip).extract({ left: n * 160, top: 0, width: 160, height: 160 });
        return barcodeOf(await tile.png().toBuffer());
      }),
    );
    expect(numbers).toEqual(spreadEvenly(50, 8).map((k) => k + 20));
    expect([numbers[0], numbers[7]]).toEqual([20, 69]);
  });

  test("encoded pictures are resized and set side by side too", async () => {
    const pictures = await Promise.all([11, 22, 33].map(barcodePng));
    const one = await stills.picture({ bytes: pictures[0]!, hash: hash(pictures[0]!), width: 48 });
    expect(await sharp(one).metadata()).toMatchObject({ format: "jpeg", width: 48, height: 32 });
    expect(await barcodeOf(one)).toBe(11);
    const strip = await stills.pictureStrip({ pictures, hash: "three" });
    const { data, info } = await sharp(strip)
      .extract({ left: 160, top: 0, width: 160, height: 107 })
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect(readBarcode(data, info.width, info.height, info.channels)).toBe(22);
  });

  test("what is no picture is refused, once decoded and then from memory", async () => {
    const bytes = Buffer.from("this is no picture");
    runs = 0;
    for (let n = 0; n < 3; n++) {
      await expect(stills.picture({ bytes, hash: "text" })).rejects.toMatchObject({
        code: "unsupported_media",
      });
    }
    expect(runs).toBe(1);
  });

  test("a picture that claims 40,000 by 40,000 pixels is refused before it is unpacked", async () => {
    const png = await barcodePng(1);
    png.writeUInt32BE(40_000, 16);
    png.writeUInt32BE(40_000, 20);
    await expect(stills.picture({ bytes: png, hash: "flood" })).rejects.toMatchObject({
      code: "unsupported_media",
    });
  });

  test("rubbish where coded pictures should be is refused", async () => {
    const { readFile } = await import("node:fs/promises");
    for (const name of ["av1-g2.mp4", "h264-bframes.mp4"]) {
      const bytes = await readFile(fixture(name));
      const mdat = bytes.indexOf("mdat", 0, "latin1");
      bytes.fill(0xa5, mdat + 8, mdat + 1500);
      const path = join(folder, name);
      await writeFile(path, bytes);
      await expect(stills.frame({ file: path, hash: name, ordinal: 1 })).rejects.toMatchObject({
        code: "unsupported_media",
      });
    }
  });

  test("a missing file is not found, and the next ask still works", async () => {
    const ask = { file: join(folder, "none.mp4"), hash: "none", ordinal: 0 };
    await expect(stills.frame(ask)).rejects.toBeInstanceOf(AppError);
    expect(await barcodeOf(await stills.frame({ file, hash: "after", ordinal: 5 }))).toBe(5);
  });
});

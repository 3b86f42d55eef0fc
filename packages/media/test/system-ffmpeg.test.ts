import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { createDecodePool } from "../src/decode/decode-pool.ts";
import { createStills, type StillsOptions } from "../src/stills.ts";
import { barcodeOf, fixture, memoryDerived, temporaryFolder } from "./fixtures.ts";

const folder = await temporaryFolder();
const file = fixture("h264-bframes.mp4");

/** A command that says it is this version of ffmpeg and answers every run with white pixels, after checking that it is given the real file. */
async function command(version: string): Promise<string> {
  const path = join(folder, `ffmpeg-${version}`);
  const pixels = `head -c ${96 * 96 * 3} /dev/zero | tr '\\0' '\\377'`;
  const script = `#!/bin/sh\ncase "$*" in\n  -version) echo "ffmpeg version ${version} Copyright" ;;\n  *"-i ${file} "*"pipe:1") ${pixels} ;;\n  *) exit 3 ;;\nesac\n`;
  await writeFile(path, script, { mode: 0o755 });
  return path;
}

async function still(ffmpegPath: string): Promise<Uint8Array> {
  const options: StillsOptions = {
    derived: memoryDerived(),
    ffmpegPath,
    pool: createDecodePool({ processesMax: 1 }),
  };
  const stills = createStills(options);
  try {
    return await stills.frame({ file, hash: "h", ordinal: 12 });
  } finally {
    stills.close();
  }
}

describe("a system ffmpeg", { timeout: 300_000 }, () => {
  test.each(["5.1.2", "7.0", "n9.0.2-17-g2a571b6068", "N-118000-gabc"])(
    "of version %s is used",
    async (version) => {
      const { channels } = await sharp(await still(await command(version))).stats();
      expect(channels.map(({ min }) => min)).toEqual([255, 255, 255]);
    },
  );

  test.each(["4.4.2", "5.0.1"])("of version %s is too old, so the wasm build answers", async (version) => {
    expect(await barcodeOf(await still(await command(version)))).toBe(12);
  });

  test("that is not there leaves the work to the wasm build", async () => {
    expect(await barcodeOf(await still(join(folder, "none")))).toBe(12);
  });
});

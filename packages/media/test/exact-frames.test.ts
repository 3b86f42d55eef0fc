import { afterAll, describe, expect, test } from "vitest";
import { probeVideo } from "../src/probe.ts";
import { createStills } from "../src/stills.ts";
import { barcodeOf, fixture, memoryDerived } from "./fixtures.ts";

const stills = createStills({ derived: memoryDerived() });
afterAll(() => stills.close());

async function shown(name: string, ordinal: number): Promise<number> {
  return barcodeOf(await stills.frame({ file: fixture(name), hash: name, ordinal }));
}

describe("frame k is exactly frame k", { timeout: 300_000 }, () => {
  test.each(["av1-g2.mp4", "av1-g30.mp4"])("%s, every frame", async (name) => {
    const { frames } = await probeVideo(fixture(name));
    const numbers = await Promise.all(Array.from({ length: frames }, (_, k) => shown(name, k)));
    expect(numbers).toEqual(Array.from({ length: frames }, (_, k) => k));
  });

  test.each([
    "h264-bframes.mp4",
    "h264-irregular.mp4",
    "h264-444.mp4",
    "mpeg4-open-groups.mp4",
    "hevc-bframes.mp4",
    "hevc-gray12.mp4",
  ])("%s, the frames beside key frames and ends", async (name) => {
    const ordinals = [0, 1, 2, 28, 29, 30, 31, 58, 59, 60, 61, 68, 69];
    expect(await Promise.all(ordinals.map((k) => shown(name, k)))).toEqual(ordinals);
  });

  test("a frame past the end is not found", async () => {
    const { frames } = await probeVideo(fixture("av1-g2.mp4"));
    await expect(shown("av1-g2.mp4", frames)).rejects.toMatchObject({ code: "not_found" });
  });
});

import sharp from "sharp";
import { afterAll, expect, test } from "vitest";
import { createLuminanceMeter } from "../src/luminance.ts";

const meter = createLuminanceMeter();
afterAll(() => meter.close());

test.each([0, 40, 255])("a picture of brightness %i measures so, as JPEG and as PNG", async (level) => {
  const image = sharp({
    create: { width: 320, height: 240, channels: 3, background: { r: level, g: level, b: level } },
  });
  for (const picture of [await image.clone().jpeg().toBuffer(), await image.clone().png().toBuffer()]) {
    expect(Math.abs((await meter.measure(picture)) - level)).toBeLessThanOrEqual(2);
  }
});

test("what is no picture is told so, and the next one is measured", async () => {
  await expect(meter.measure(Buffer.from("ffd8ffe0", "hex"))).rejects.toMatchObject({
    code: "unsupported_media",
  });
  const black = await sharp({ create: { width: 8, height: 8, channels: 3, background: "black" } })
    .png()
    .toBuffer();
  expect(await meter.measure(black)).toBe(0);
});

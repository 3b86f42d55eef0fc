import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { AppError } from "@retake/core/errors";
import { LIMITS } from "@retake/core/limits";
import { ALL_FORMATS, EncodedPacketSink, FilePathSource, Input } from "mediabunny";
import { beforeAll, describe, expect, test } from "vitest";
import { probeVideo } from "../src/probe.ts";
import { fixture, temporaryFolder } from "./fixtures.ts";

const folder = await temporaryFolder();
let counter = 0;
async function written(bytes: Uint8Array | string): Promise<string> {
  const path = join(folder, `${counter++}.mp4`);
  await writeFile(path, bytes);
  return path;
}
const fault = (path: string): Promise<unknown> =>
  probeVideo(path).then(
    () => null,
    (error: unknown) => error,
  );

describe("probeVideo", () => {
  test.each([
    [
      "av1-g2.mp4",
      { codec: "av1", mimeCodec: "av01.0.00M.08", frames: 75, regular: true, playable: "native" },
    ],
    [
      "h264-bframes.mp4",
      { codec: "h264", mimeCodec: "avc1.64000a", frames: 75, regular: true, playable: "native" },
    ],
    ["h264-irregular.mp4", { codec: "h264", frames: 75, regular: false, playable: "native" }],
    ["h264-444.mp4", { codec: "h264", chroma: "4:4:4", playable: "needs_proxy" }],
    ["mpeg4-open-groups.mp4", { codec: "mpeg4", frames: 75, regular: true, playable: "needs_proxy" }],
    [
      "hevc-bframes.mp4",
      { codec: "hevc", frames: 70, bitDepth: 8, chroma: "4:2:0", playable: "needs_proxy" },
    ],
    [
      "hevc-gray12.mp4",
      { codec: "hevc", frames: 70, bitDepth: 12, chroma: "4:0:0", playable: "needs_proxy" },
    ],
  ])("%s is told by what it is", async (name, expected) => {
    expect(await probeVideo(fixture(name))).toMatchObject({ ...expected, width: 96, height: 96 });
  });

  test("times start at zero and ascend by 1/fps although B-frames are stored out of order", async () => {
    const { times, keyFrames, endTime } = await probeVideo(fixture("h264-bframes.mp4"));
    times.forEach((time, k) => expect(time).toBeCloseTo(k / 30, 4));
    expect(endTime).toBeCloseTo(2.5, 3);
    expect([...keyFrames]).toEqual([0]);
  });

  test.each(["av1-g2.mp4", "av1-g30.mp4", "h264-bframes.mp4", "h264-irregular.mp4", "hevc-bframes.mp4"])(
    "%s: mediabunny, an independent reader, finds the same times, keys and string",
    async (name) => {
      const input = new Input({ source: new FilePathSource(fixture(name)), formats: ALL_FORMATS });
      const track = (await input.getPrimaryVideoTrack())!;
      const packets: { time: number; key: boolean }[] = [];
      for await (const packet of new EncodedPacketSink(track).packets(undefined, undefined, {
        metadataOnly: true,
      })) {
        packets.push({ time: packet.timestamp, key: packet.type === "key" });
      }
      packets.sort((a, b) => a.time - b.time);
      const probe = await probeVideo(fixture(name));
      expect(probe.frames).toBe(packets.length);
      packets.forEach(({ time }, k) => expect(probe.times[k]).toBeCloseTo(time, 6));
      expect([...probe.keyFrames]).toEqual(packets.flatMap(({ key }, k) => (key ? [k] : [])));
      // Its AV1 strings go on with optional colour fields.
      expect(await track.getCodecParameterString()).toContain(probe.mimeCodec);
      input.dispose();
    },
  );
});

describe("hostile files are refused in words", () => {
  let good: Buffer;
  beforeAll(async () => void (good = await readFile(fixture("h264-bframes.mp4"))));
  /** Position of the payload of the first box of this type. */
  const inside = (type: string): number => good.indexOf(type, 0, "latin1") + 4;
  const patched = (type: string, at: number, value: number): Promise<string> => {
    const copy = Buffer.from(good);
    copy.writeUInt32BE(value, inside(type) + at);
    return written(copy);
  };

  test("empty, text, LFS pointer, folder, missing", async () => {
    expect(await fault(await written(""))).toMatchObject({ code: "invalid_dataset", message: /0 bytes/ });
    expect(await fault(await written("hello, I am no video"))).toMatchObject({ code: "unsupported_media" });
    const pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n";
    expect(await fault(await written(pointer))).toMatchObject({
      code: "invalid_dataset",
      message: /git lfs pull/,
    });
    expect(await fault(folder)).toMatchObject({ code: "invalid_dataset" });
    expect(await fault(join(folder, "none.mp4"))).toMatchObject({ code: "not_found" });
  });

  test("cut off before, inside and after the index", async () => {
    const moov = good.indexOf("moov", 0, "latin1");
    const mdat = good.indexOf("mdat", 0, "latin1");
    expect(mdat).toBeLessThan(moov);
    for (const length of [mdat - 4, mdat + 100, moov - 4, moov + 4, moov + 200, good.length - 1]) {
      expect(await fault(await written(good.subarray(0, length)))).toMatchObject({ code: "invalid_dataset" });
    }
  });

  test("10^9 frames of one size in a few bytes", async () => {
    const copy = Buffer.from(good);
    copy.writeUInt32BE(1, inside("stsz") + 4);
    copy.writeUInt32BE(1_000_000_000, inside("stsz") + 8);
    expect(await fault(await written(copy))).toMatchObject({
      code: "too_large",
      message: /1000000000 frames/,
    });
  });

  test("tables that contradict each other", async () => {
    expect(await fault(await patched("stsz", 8, LIMITS.videoFramesMax))).toMatchObject({
      code: "invalid_dataset",
    });
    expect(await fault(await patched("stts", 8, 4_000_000_000))).toMatchObject({ code: "invalid_dataset" });
    expect(await fault(await patched("stts", 8, 3))).toMatchObject({ code: "invalid_dataset" });
    expect(await fault(await patched("stsc", 4, 900_000_000))).toMatchObject({ code: "invalid_dataset" });
    expect(await fault(await patched("stss", 8, 76))).toMatchObject({ code: "invalid_dataset" });
    expect(await fault(await patched("stco", 8, 4_000_000_000))).toMatchObject({ message: /beyond its end/ });
    expect(await fault(await patched("mdhd", 12, 0))).toMatchObject({ code: "invalid_dataset" });
  });

  test("any byte changed anywhere in the index gives a result or an AppError, and never more frames than the limit", async () => {
    const moov = good.indexOf("moov", 0, "latin1");
    const change = fc.record({
      at: fc.integer({ min: moov - 4, max: good.length - 4 }),
      value: fc.nat(0xffffffff),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
        const copy = Buffer.from(good);
        for (const { at, value } of changes) copy.writeUInt32BE(value, at);
        const path = join(folder, "fuzz.mp4");
        await writeFile(path, copy);
        const result = await probeVideo(path).catch((error: unknown) => error);
        if (result instanceof Error) expect(result).toBeInstanceOf(AppError);
        else expect((result as { frames: number }).frames).toBeLessThanOrEqual(LIMITS.videoFramesMax);
      }),
      { numRuns: 400 },
    );
    expect((await stat(join(folder, "fuzz.mp4"))).size).toBe(good.length);
  });
});

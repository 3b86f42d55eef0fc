import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openObjectStore } from "@retake/telemetry/object-store";
import { openTelemetryReader } from "@retake/telemetry/reader";
import { writeSegment } from "@retake/telemetry/writer";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CameraRecord, CatalogueEpisode } from "../src/catalogue/types.ts";
import { frameAt } from "../src/episodes/frame-at.ts";
import { imagePaths } from "../src/episodes/seek-episode.ts";

const TOPIC = "/cam";
const FPS = 10;

describe("which picture belongs to a time of an imported episode", () => {
  let folder: string;
  beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), "retake-frame-at-"))));
  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** Rows of a camera at these frame numbers, 0.1 s apart by number from the first row of the episode on. */
  async function episodeOf(
    frames: number[],
    firstFrame: number,
    rows: number,
    camera: Partial<CameraRecord>,
  ) {
    const store = openObjectStore(`file:${folder}`);
    const t = Float64Array.from(frames, (frame) => (frame - firstFrame) / FPS);
    const columns = {
      name: TOPIC,
      type: "image" as const,
      shape: [],
      dims: 0,
      t,
      frame: Int32Array.from(frames),
    };
    const topics = [{ ...columns, values: [] }];
    const segment = await writeSegment(store, { episodeId: "e", part: 0, topics });
    const episode = {
      source: "import",
      sessionId: "set.episode_000000",
      startTime: 0,
      fps: FPS,
      totalFrames: rows,
      segments: [{ ...segment, blobs: null }],
      cameras: [{ topic: TOPIC, storage: "video", fps: FPS, frames: rows, ...camera }],
    } as unknown as CatalogueEpisode;
    const reader = openTelemetryReader({ store });
    const at = (time: number): Promise<number> => frameAt({ reader }, episode, episode.cameras[0]!, time);
    return { at, path: imagePaths("lab", episode) };
  }

  test("numbers that do not begin at 0 shift nothing", async () => {
    const { at, path } = await episodeOf([1, 2, 3, 4], 1, 4, {});
    expect([await at(0), await at(0.1), await at(0.32)]).toEqual([0, 1, 3]);
    expect(path(TOPIC, 0.1, 2)).toMatch(/\/at\/0\.1\.jpg$/);
    await expect(at(0.5)).rejects.toMatchObject({ code: "not_found" });
  });

  test("a video of another rate is looked into by time", async () => {
    const { at, path } = await episodeOf([0, 1, 2, 3], 0, 4, { fps: 25, frames: 10 });
    expect([await at(0), await at(0.1), await at(0.3)]).toEqual([0, 2, 7]);
    expect(path(TOPIC, 0.3, 3)).toMatch(/\/at\/0\.3\.jpg$/);
  });

  test("pictures with gaps are counted", async () => {
    const { at, path } = await episodeOf([0, 1, 3], 0, 4, { storage: "images", frames: 3 });
    expect([await at(0.1), await at(0.3)]).toEqual([1, 2]);
    await expect(at(0.2)).rejects.toMatchObject({ code: "not_found" });
    expect(path(TOPIC, 0.3, 3)).toMatch(/\/at\/0\.3\.jpg$/);
  });

  test("where numbers count the pictures an address names its picture by number", async () => {
    const { path } = await episodeOf([0, 1, 2], 0, 3, {});
    expect(path(TOPIC, 0.2, 2)).toMatch(/\/frames\/2\.jpg$/);
  });
});

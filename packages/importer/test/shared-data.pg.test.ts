import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { datasetSlug, importedSessionId } from "@retake/core/ids";
import { inspectDataset } from "../src/inspect.ts";
import { testDataFolder } from "./env.ts";
import { NO_HUB } from "./no-hub.ts";
import { openWorkbench, type Workbench } from "./workbench.ts";

interface ExpectedDataset {
  info: {
    codebase_version: string;
    robot_type: string | null;
    fps: number;
    total_frames: number;
    cameras: { key: string }[];
  };
  episodes: {
    episode_index: number;
    frames: number;
    t_first: number;
    t_last: number;
    task_index: number[];
    sums: Record<string, { dims: number; sum: number }>;
  }[];
  videos: { file: string; codec: string; size: string; frames: number }[];
}

const folder = testDataFolder ?? "";
const expected: Record<string, ExpectedDataset> =
  testDataFolder === null
    ? {}
    : (JSON.parse(readFileSync(join(folder, "EXPECTED.json"), "utf8")) as Record<string, ExpectedDataset>);

describe.skipIf(testDataFolder === null)("every real dataset comes in as it is", () => {
  let bench: Workbench;
  const table: string[] = [];
  beforeAll(async () => void (bench = await openWorkbench()));
  afterAll(async () => {
    process.stdout.write(`\n${table.join("\n")}\n`);
    await bench[Symbol.asyncDispose]();
  });

  test.for(Object.entries(expected))("%s", async ([name, { info, episodes, videos }]) => {
    const result = await bench.import(join(folder, name));
    expect(result).toMatchObject({
      imported: episodes.length,
      unchanged: 0,
      quarantined: [],
      datasetSlug: datasetSlug(name),
    });
    const dataset = await bench.database.db.prisma.dataset.findUniqueOrThrow({
      where: { id: result.datasetId },
    });
    expect(dataset).toMatchObject({
      name,
      formatVersion: info.codebase_version,
      fps: info.fps,
      robotType: info.robot_type,
    });
    expect(dataset.publishedAt).not.toBeNull();

    let frames = 0;
    let worst = 0;
    for (const want of episodes) {
      const sessionId = importedSessionId(result.datasetSlug, want.episode_index);
      const episode = await bench.episode(sessionId);
      expect(episode.totalFrames).toBe(want.frames);
      expect(episode.startTime).toBeCloseTo(want.t_first, 9);
      expect(episode.endTime).toBeCloseTo(want.t_last, 9);
      expect(episode.cameras.map((camera) => camera.topic)).toEqual(
        info.cameras.map(({ key }) => `/${key.replaceAll(".", "/")}`),
      );
      expect(episode.tasks).toHaveLength(want.task_index.length);
      const samples = await bench.samples(sessionId);
      for (const [feature, { dims, sum }] of Object.entries(want.sums)) {
        const topic = samples.get(`/${feature.replaceAll(".", "/")}`)!;
        expect(topic.dims).toBe(dims);
        expect(topic.t).toHaveLength(want.frames);
        let total = 0;
        for (const value of topic.values) total += Number(value);
        const error = Math.abs(total - sum) / Math.max(1, Math.abs(sum));
        expect(error).toBeLessThan(1e-3);
        worst = Math.max(worst, error);
      }
      frames += episode.totalFrames;
    }
    expect(frames).toBe(info.total_frames);
    await expectVideos(bench, result.datasetId, videos, frames);
    const cameras = info.cameras.length;
    table.push(
      `${name.padEnd(30)} ${info.codebase_version} ${String(episodes.length).padStart(4)} episodes ${String(frames).padStart(6)} frames ` +
        `${cameras} camera(s) ${String(videos.length).padStart(2)} video(s)  sums within ${worst.toExponential(1)}  ${result.status}`,
    );
  });

  test.for(Object.entries(expected))(
    "%s shows the same before it is imported",
    async ([name, { info, episodes }]) => {
      const seen = await inspectDataset({ dataset: join(folder, name), hub: NO_HUB, importRoots: [folder] });
      expect(seen).toMatchObject({
        name,
        formatVersion: info.codebase_version,
        episodes: episodes.length,
        frames: info.total_frames,
      });
      expect(seen.cameras.map((camera) => camera.name)).toEqual(info.cameras.map(({ key }) => key));
    },
  );

  test.for(["lerobotv2", "lerobotv2-image", "lerobotv3"])("the valid fixture %s comes in", async (name) => {
    const result = await bench.import(join(folder, "ioai-fixtures/datasets", name));
    expect(result).toMatchObject({ imported: 2, quarantined: [] });
    const episode = await bench.episode(importedSessionId(result.datasetSlug, 1));
    expect(episode).toMatchObject({ totalFrames: 3, task: "pick cube" });
    expect(episode.cameras).toMatchObject([{ topic: "/observation/images/cam" }]);
  });

  test.for(["v2-missing-episodes", "v3-missing-episodes-parquet"])(
    "the invalid fixture %s is refused in words",
    async (name) => {
      await expect(bench.import(join(folder, "ioai-fixtures/invalid", name))).rejects.toMatchObject({
        code: "invalid_dataset",
      });
    },
  );
});

async function expectVideos(
  bench: Workbench,
  datasetId: string,
  videos: ExpectedDataset["videos"],
  frames: number,
): Promise<void> {
  const cameras = await bench.database.db.prisma.episodeCamera.findMany({
    where: { episode: { datasetId } },
    include: { video: true },
  });
  const files = new Map(cameras.flatMap(({ video }) => (video === null ? [] : [[video.hash, video]])));
  expect(files.size).toBe(videos.length);
  const stored = [...files.values()].map(
    ({ codec, width, height, frames: count }) => `${codec} ${width}x${height} ${count}`,
  );
  expect(stored.toSorted()).toEqual(
    videos.map(({ codec, size, frames: count }) => `${codec} ${size} ${count}`).toSorted(),
  );
  // Every frame of every file belongs to exactly one episode.
  const spanned = cameras.reduce((sum, camera) => sum + camera.frames, 0);
  const withPictures = new Set(
    cameras.filter(({ storage }) => storage !== "missing").map(({ topic }) => topic),
  ).size;
  expect(spanned).toBe(frames * withPictures);
}

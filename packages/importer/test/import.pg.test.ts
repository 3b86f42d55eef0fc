import { createHook } from "node:async_hooks";
import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { encodeClip } from "@retake/media/encode-clip";
import { encodePng } from "../src/episode/encode-png.ts";
import { buildV2, buildV3 } from "./build-dataset.ts";
import { openWorkbench, type Workbench } from "./workbench.ts";
import { imageColumn } from "./write-parquet.ts";

const FPS = 10;
const LENGTHS = [12, 7, 9];
const KEY = "observation.images.front";
const PICTURE = encodePng(new Uint8Array(3), 1, 1, 3);
const VIDEO = { dtype: "video", shape: [32, 32, 3], names: ["height", "width", "channels"] };

async function makeClip(target: string, frames: number): Promise<void> {
  const pictures = Array.from({ length: frames }, (_, k) => new Uint8Array(32 * 32 * 3).fill(k * 5));
  const encoding = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"];
  await encodeClip({ width: 32, height: 32, fps: FPS, frames: pictures, encoding, target });
}

describe("importing", () => {
  let bench: Workbench;
  let counter = 0;
  let clips: { whole: string; long: string };
  beforeAll(async () => {
    bench = await openWorkbench();
    clips = { whole: join(bench.folder, "whole.mp4"), long: join(bench.folder, "long.mp4") };
    await makeClip(clips.whole, 28);
    await makeClip(clips.long, 31);
  });
  afterAll(() => bench[Symbol.asyncDispose]());
  const place = (): string => join(bench.folder, `import-${counter++}`);
  const nameOf = (folder: string, episode = 0): string =>
    `${folder.split("/").at(-1)}.episode_00000${episode}`;

  async function videoDataset(clip: string): Promise<string> {
    const { copyFile, mkdir } = await import("node:fs/promises");
    const zeros = LENGTHS.map(() => 0n);
    const begin = (i: number): number => LENGTHS.slice(0, i).reduce((a, b) => a + b, 0) / FPS + i * 0.0005;
    const folder = await buildV3(place(), {
      lengths: LENGTHS,
      fps: FPS,
      features: { [KEY]: VIDEO },
      episodeColumns: [
        { name: `videos/${KEY}/chunk_index`, type: "INT64", data: zeros },
        { name: `videos/${KEY}/file_index`, type: "INT64", data: zeros },
        { name: `videos/${KEY}/from_timestamp`, type: "DOUBLE", data: LENGTHS.map((_, i) => begin(i)) },
        { name: `videos/${KEY}/to_timestamp`, type: "DOUBLE", data: LENGTHS.map((_, i) => begin(i + 1)) },
      ],
    });
    await mkdir(join(folder, "videos", KEY, "chunk-000"), { recursive: true });
    await copyFile(clip, join(folder, "videos", KEY, "chunk-000/file-000.mp4"));
    return folder;
  }

  test("episodes of one video file share one stored file, each with its own frames", async () => {
    const folder = await videoDataset(clips.whole);
    expect(await bench.import(folder)).toMatchObject({ status: "completed", imported: 3 });
    let next = 0;
    for (const [i, frames] of LENGTHS.entries()) {
      const { cameras, topics } = await bench.episode(nameOf(folder, i));
      expect(cameras).toMatchObject([
        { storage: "video", firstFrame: next, frames, fps: FPS, width: 32, problem: null },
      ]);
      expect(cameras[0]!.fromTime).toBeCloseTo(next / FPS, 5);
      next += frames;
      expect(cameras[0]!.toTime).toBeCloseTo(next / FPS, 5);
      expect(topics.find(({ kind }) => kind === "camera")).toMatchObject({
        dataType: "video",
        messageCount: frames,
        shape: [32, 32, 3],
      });
    }
    expect((await bench.keys()).filter((key) => key.startsWith("video/"))).toHaveLength(1);
    expect(await bench.database.db.prisma.videoFile.count()).toBe(1);
  });

  test("when the frames of a file do not add up, the stated times decide and the episode says so", async () => {
    const folder = await videoDataset(clips.long);
    await bench.import(folder);
    expect((await bench.episode(nameOf(folder, 1))).cameras).toMatchObject([{ firstFrame: 12, frames: 7 }]);
    const dataset = await bench.database.db.prisma.dataset.findFirstOrThrow({
      where: { sourceKey: `folder:${folder}` },
    });
    expect(dataset.publishedAt).not.toBeNull();
  });

  test("no video is decoded: no child process is started, and only the stored copy is written", async () => {
    const { copyFile, mkdir } = await import("node:fs/promises");
    const folder = await buildV2(place(), { lengths: [28], fps: FPS, features: { [KEY]: VIDEO } });
    await mkdir(join(folder, "videos/chunk-000", KEY), { recursive: true });
    await copyFile(clips.whole, join(folder, "videos/chunk-000", KEY, "episode_000000.mp4"));
    let started = 0;
    const hook = createHook({
      init: (_id, type) => void (started += type === "PROCESSWRAP" ? 1 : 0),
    }).enable();
    await bench.import(folder);
    expect(started).toBe(0);
    // The count does see a child when there is one.
    await promisify(execFile)(process.execPath, ["--version"]);
    expect(started).toBe(1);
    hook.disable();
    expect((await bench.keys()).filter((key) => key.startsWith("derived/"))).toEqual([]);
  });

  test("the same dataset twice changes no row and no file, and asks for none of its frames again", async () => {
    const folder = await buildV3(place(), { lengths: [5, 6] });
    await bench.import(folder);
    const state = async () => [
      await bench.keys(),
      await bench.episode(nameOf(folder, 0)),
      await bench.episode(nameOf(folder, 1)),
    ];
    const before = await state();
    expect(await bench.import(folder)).toMatchObject({ imported: 0, unchanged: 2 });
    expect(await state()).toEqual(before);
  });

  test("what a person said of an episode outlives a second import of changed data", async () => {
    const folder = await buildV2(place(), { lengths: [5, 6] });
    await bench.import(folder);
    const { id } = await bench.episode(nameOf(folder, 1));
    await bench.database.db.prisma.episode.update({
      where: { id },
      data: { outcome: "failure", task: "mine", tags: ["a"] },
    });
    await buildV2(folder, { lengths: [5, 8] });
    expect(await bench.import(folder)).toMatchObject({ imported: 1, unchanged: 1 });
    expect(await bench.episode(nameOf(folder, 1))).toMatchObject({
      id,
      totalFrames: 8,
      outcome: "failure",
      task: "mine",
      tags: ["a"],
    });
  });

  test("what an episode has no longer is gone after a second import, and what it has is as it is now", async () => {
    const extra = (length: number) => [
      { name: "observation.force", data: Array.from({ length }, () => 1) },
      imageColumn(
        "observation.images.front",
        Array.from({ length }, () => PICTURE),
      ),
    ];
    const lengths = [5];
    const folder = await buildV2(place(), { lengths, columns: (_, length) => extra(length) });
    await bench.import(folder);
    const before = await bench.episode(nameOf(folder));
    const lasting = before.topics.filter(
      ({ name }) => !["/observation/force", "/observation/images/front"].includes(name),
    );
    expect(before.topics).toHaveLength(lasting.length + 2);
    expect(before.cameras).toHaveLength(1);
    await buildV2(folder, { lengths: [6] });
    await bench.import(folder);
    const after = await bench.episode(nameOf(folder));
    expect(after.topics.map(({ name }) => name)).toEqual(lasting.map(({ name }) => name));
    expect(new Set(after.topics.map(({ messageCount }) => messageCount))).toEqual(new Set([6]));
    expect(after.cameras).toEqual([]);
    expect(after.segments).toMatchObject([{ part: 0, rows: 6 * after.topics.length }]);
  });

  test("the first N episodes, and later the rest", async () => {
    const folder = await buildV3(place(), { lengths: [5, 6, 7] });
    expect(await bench.import(folder, { request: { dataset: folder, episodes: 2 } })).toMatchObject({
      imported: 2,
    });
    expect(await bench.import(folder)).toMatchObject({ imported: 1, unchanged: 2 });
  });

  test("statistics of the dataset are those of all its rows", async () => {
    const folder = await buildV3(place(), { lengths: [5, 6] });
    const { datasetId } = await bench.import(folder);
    const { stats, features } = await bench.database.db.prisma.dataset.findUniqueOrThrow({
      where: { id: datasetId },
    });
    const frames = [...Array(5).keys(), ...Array(6).keys()];
    const mean = frames.reduce((a, b) => a + b, 0) / frames.length;
    const std = Math.sqrt(frames.reduce((sum, x) => sum + (x - mean) ** 2, 0) / frames.length);
    const state = (stats as Record<string, Record<string, number[]>>)["observation.state"]!;
    expect(state).toMatchObject({ min: [0, 0], max: [1, 5], count: [11, 11] });
    expect(state["mean"]![1]).toBeCloseTo(mean, 9);
    expect(state["std"]![1]).toBeCloseTo(std, 9);
    expect(features).toContainEqual({
      name: "observation.state",
      topic: "/observation/state",
      kind: "signal",
      dtype: "float32",
      shape: [2],
      names: ["lift", "turn"],
      units: [],
    });
  });

  test("two datasets of one name keep apart", async () => {
    const a = await buildV2(join(place(), "same"), { lengths: [3] });
    const b = await buildV2(join(place(), "same"), { lengths: [4] });
    expect(await bench.import(a)).toMatchObject({ datasetSlug: "same" });
    expect(await bench.import(b)).toMatchObject({ datasetSlug: "same-2" });
    expect(await bench.episode("same-2.episode_000000")).toMatchObject({ totalFrames: 4 });
  });

  test("a cancel keeps what is stored, hidden, and the next run goes on", async () => {
    const folder = await buildV2(place(), { lengths: Array<number>(12).fill(4) });
    const stop = new AbortController();
    const progress = ({ phase, done }: { phase: string; done: number }): void => {
      if (phase === "episodes" && done === 5) stop.abort();
    };
    await expect(bench.import(folder, { signal: stop.signal, progress })).rejects.toMatchObject({
      code: "cancelled",
    });
    const { prisma } = bench.database.db;
    const dataset = await prisma.dataset.findFirstOrThrow({
      where: { sourceKey: `folder:${folder}` },
      include: { episodes: true },
    });
    expect(dataset.publishedAt).toBeNull();
    expect(dataset.episodes).toHaveLength(5);
    expect(dataset.episodes.every(({ publishedAt }) => publishedAt === null)).toBe(true);
    expect(await bench.import(folder)).toMatchObject({ imported: 12, unchanged: 0 });
  });

  test("two imports of one dataset at once do the work once", async () => {
    const folder = await buildV2(place(), { lengths: Array<number>(8).fill(4) });
    const results = await Promise.all([bench.import(folder), bench.import(folder)]);
    expect(results.map(({ imported, unchanged }) => `${imported} ${unchanged}`).toSorted()).toEqual([
      "0 8",
      "8 0",
    ]);
  });

  test("watchers of the workspace are woken once, when everything can be seen", async () => {
    const folder = await buildV2(place(), { lengths: [3, 3] });
    const client = await bench.database.db.pool.connect();
    const woken: string[] = [];
    client.on("notification", ({ payload }) => void woken.push(payload ?? ""));
    await client.query("LISTEN episode");
    await bench.import(folder);
    await client.query("SELECT 1");
    client.release(true);
    expect(woken).toEqual([bench.workspaceId]);
  });

  test("a file that changes while it is read sets its episode aside", async () => {
    const folder = await buildV2(place(), { lengths: [3, 3] });
    await writeFile(join(folder, "data/chunk-000/episode_000001.parquet"), "short");
    expect(await bench.import(folder)).toMatchObject({ imported: 1, quarantined: [{ episodeIndex: 1 }] });
  });
});

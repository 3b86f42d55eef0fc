import { mkdir, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { encodeClip } from "@retake/media/encode-clip";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildV2, buildV3, dataPathV2, writeText } from "./build-dataset.ts";
import { openWorkbench, type Workbench } from "./workbench.ts";
import { type Column, imageColumn, writeParquet } from "./write-parquet.ts";

const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
const FLOAT = { dtype: "float32", shape: [1], names: null };

describe("oddities that a generated zoo of datasets brought up", () => {
  let bench: Workbench;
  let counter = 0;
  beforeAll(async () => void (bench = await openWorkbench()));
  afterAll(() => bench[Symbol.asyncDispose]());
  const place = (): string => join(bench.folder, `odd-${counter++}`);
  const nameOf = (folder: string, episode = 0): string =>
    `${folder.split("/").at(-1)}.episode_${String(episode).padStart(6, "0")}`;
  const said = (result: { warnings: { code: string; message: string }[] }): Record<string, string> =>
    Object.fromEntries(result.warnings.map(({ code, message }) => [code, message]));

  test("half-precision numbers come in as exact single precision", async () => {
    const leaf = { type: "FIXED_LEN_BYTE_ARRAY", type_length: 2, logical_type: { type: "FLOAT16" } } as const;
    const columns = (_: number, length: number): Column[] => [
      {
        name: "tactile",
        schema: [{ name: "tactile", repetition_type: "OPTIONAL", ...leaf }],
        data: range(length).map((i) => [1.5, null, -5][i]),
      },
    ];
    const folder = await buildV2(place(), { lengths: [3], columns });
    expect((await bench.import(folder)).status).toBe("completed");
    const { type, values, frame } = (await bench.samples(nameOf(folder))).get("/tactile")!;
    expect({ type, values: [...values], frame: [...frame] }).toEqual({
      type: "float32",
      values: [1.5, -5],
      frame: [0, 2],
    });
  });

  test("what is promised and not there is said, and counts as lost, each time", async () => {
    const features = { "observation.velocity": FLOAT, "observation.audio": { dtype: "audio" } };
    const folder = await buildV3(place(), { lengths: [4, 4], features });
    for (let run = 0; run < 2; run++) {
      const result = await bench.import(folder);
      expect(result.status).toBe("completed_with_losses");
      expect(said(result)["feature_absent"]).toContain("observation.velocity, observation.audio");
    }
  });

  test("fewer frames than listed are a loss; a column nobody can read is one, too", async () => {
    const decimal = { type: "INT64", converted_type: "DECIMAL", scale: 2, precision: 9 } as const;
    const columns = (_: number, length: number): Column[] => [
      {
        name: "price",
        schema: [{ name: "price", repetition_type: "OPTIONAL", ...decimal }],
        data: range(length).map(BigInt),
      },
    ];
    const folder = await buildV2(place(), { lengths: [3], columns, episodeKeys: () => ({ length: 8 }) });
    const result = await bench.import(folder);
    expect(result.status).toBe("completed_with_losses");
    expect(said(result)).toMatchObject({
      frames_missing: expect.stringContaining("8 frames are listed, but 3 are there") as string,
      feature_refused: expect.stringContaining("price") as string,
    });
  });

  test("a column that only notes where a camera's pictures are does not hide its video", async () => {
    const columns = (_: number, length: number): Column[] => [
      { name: "cam", type: "INT64", data: range(length).map(BigInt) },
    ];
    const folder = await buildV2(place(), {
      lengths: [4],
      columns,
      features: { cam: { dtype: "video", shape: [32, 32, 3] } },
    });
    const target = join(folder, "videos/chunk-000/cam/episode_000000.mp4");
    await mkdir(dirname(target), { recursive: true });
    const frames = range(4).map((i) => new Uint8Array(32 * 32 * 3).fill(i * 40));
    const encoding = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"];
    await encodeClip({ width: 32, height: 32, fps: 10, frames, encoding, target });
    expect((await bench.import(folder)).status).toBe("completed");
    expect((await bench.episode(nameOf(folder))).cameras).toMatchObject([
      { topic: "/cam", storage: "video", frames: 4 },
    ]);
  });

  test("pictures that are only named by path are missing, in words", async () => {
    const columns = (_: number, length: number): Column[] => [
      imageColumn(
        "cam",
        range(length).map(() => null),
      ),
    ];
    const folder = await buildV2(place(), {
      lengths: [3],
      columns,
      features: { cam: { dtype: "image", shape: [2, 2, 3] } },
    });
    const result = await bench.import(folder);
    expect(said(result)["camera_missing"]).toContain("at most the name of a file");
  });

  test.for([
    ["nanoseconds", (i: number) => BigInt(i) * 100_000_000n + 1_700_000_000_000_000_000n, "INT64"],
    ["microseconds", (i: number) => BigInt(i) * 100_000n, "INT64"],
    ["jittering milliseconds", (i: number) => i * 100 + (i % 2) * 40, "DOUBLE"],
  ] as const)("%s become seconds", async ([, stamp, type]) => {
    const columns = (_: number, length: number): Column[] => [
      { name: "timestamp", type, data: range(length).map((i) => stamp(i)) },
    ];
    const folder = await buildV2(place(), { lengths: [5], columns });
    expect(said(await bench.import(folder))).toHaveProperty("times_scaled");
    expect((await bench.episode(nameOf(folder))).endTime).toBeCloseTo(0.4, 6);
  });

  test("a long pause does not make seconds of another unit", async () => {
    const columns = (_: number, length: number): Column[] => [
      { name: "timestamp", type: "DOUBLE", data: range(length).map((i) => i / 10 + (i > 1 ? 600 : 0)) },
    ];
    const folder = await buildV2(place(), { lengths: [3], columns });
    expect(said(await bench.import(folder))).not.toHaveProperty("times_scaled");
    expect((await bench.episode(nameOf(folder))).endTime).toBeCloseTo(600.2, 6);
  });

  test("names of a matrix's axes are not those of its values", async () => {
    const columns = (_: number, length: number): Column[] => [
      { name: "grid", rank: 2, data: range(length).map(() => [range(3), range(3)]) },
    ];
    const features = { grid: { dtype: "float32", shape: [2, 3], names: ["height", "width"] } };
    const folder = await buildV2(place(), { lengths: [2], columns, features });
    await bench.import(folder);
    const { topics } = await bench.episode(nameOf(folder));
    expect(topics.find(({ name }) => name === "/grid")!.featureNames.slice(0, 2)).toEqual([
      "grid[0]",
      "grid[1]",
    ]);
  });

  test("the tasks' sentences are found under any name, and a cut one is said to be", async () => {
    const folder = await buildV3(place(), { lengths: [2] });
    const long = "pick ".repeat(2_000).trim();
    await writeParquet(join(folder, "meta/tasks.parquet"), [
      { name: "task_index", type: "INT64", data: [0n] },
      { name: "__index_level_0__", type: "INT64", data: [7n] },
      { name: "instruction", type: "STRING", data: [long] },
    ]);
    const result = await bench.import(folder);
    expect(result.status).toBe("completed_with_losses");
    expect(said(result)["task_cut"]).toContain("4096");
    expect((await bench.episode(nameOf(folder))).task).toBe(long.slice(0, 4_096));
  });

  test("NaN and Infinity in JSON, as Python writes them, are no broken JSON", async () => {
    const folder = await buildV2(place(), { lengths: [2], info: { note: 'NaN \\ " Infinity', odd: "#" } });
    for (const name of ["meta/info.json", "meta/episodes.jsonl"]) {
      const text = await readFile(join(folder, name), "utf8");
      const odd = text.replaceAll('"#"', "[NaN, -Infinity]").replaceAll('"length"', '"score":NaN,"length"');
      await writeFile(join(folder, name), odd);
    }
    expect(await bench.import(folder)).toMatchObject({ status: "completed", imported: 1, warnings: [] });
  });

  test("units nested a hundred thousand deep are no crash", async () => {
    const folder = await buildV2(place(), { lengths: [2], features: { x: { ...FLOAT, units: "#" } } });
    const path = join(folder, "meta/info.json");
    const deep = "[".repeat(100_000) + "]".repeat(100_000);
    await writeFile(path, (await readFile(path, "utf8")).replace('"#"', deep));
    expect(await bench.import(folder)).toMatchObject({ imported: 1 });
  });

  test("pointers in place of the lists of episodes and tasks are called by their name", async () => {
    const folder = await buildV2(place(), { lengths: [2] });
    const pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:abc\nsize 123\n";
    for (const name of ["episodes", "tasks"]) await writeText(join(folder, `meta/${name}.jsonl`), pointer);
    const result = await bench.import(folder);
    expect(result).toMatchObject({ status: "completed_with_losses", imported: 1 });
    expect(said(result)).toMatchObject({
      episode_table_unreadable: expect.stringContaining("LFS") as string,
      tasks_unreadable: expect.stringContaining("LFS") as string,
    });
  });

  test("frames in another folder than data/ are found by the pattern", async () => {
    const info = { data_path: "frames/{episode_index:06d}.parquet" };
    const folder = await buildV2(place(), { lengths: [2], info });
    await mkdir(join(folder, "frames"));
    await rename(join(folder, dataPathV2(0)), join(folder, "frames/000000.parquet"));
    await rm(join(folder, "data"), { recursive: true });
    expect(await bench.import(folder)).toMatchObject({ status: "completed", imported: 1 });
  });

  test("a folder that leaves the dataset by a link is the reason for what is missing below it", async () => {
    const folder = await buildV2(place(), {
      lengths: [2],
      features: { cam: { dtype: "video", shape: [2, 2, 3] } },
    });
    await mkdir(join(bench.folder, "elsewhere"));
    await symlink(join(bench.folder, "elsewhere"), join(folder, "videos"));
    expect(said(await bench.import(folder))["camera_missing"]).toContain("videos is a symbolic link");
    await rm(join(folder, "data"), { recursive: true });
    await symlink(join(bench.folder, "elsewhere"), join(folder, "data"));
    await expect(bench.import(folder)).rejects.toThrow("data is a symbolic link");
  });

  test("a folder of datasets names them; one whose tables hold no frame is refused", async () => {
    const parent = place();
    await buildV2(join(parent, "inner"), { lengths: [2] });
    await expect(bench.import(parent)).rejects.toThrow("inner");
    const stray = join(place(), "set");
    await writeText(join(stray, "meta/info.json"), "{}");
    await writeParquet(join(stray, "data/file.parquet"), [{ name: "a", type: "INT64", data: [1n] }]);
    await expect(bench.import(stray)).rejects.toMatchObject({ code: "invalid_dataset" });
  });

  test("a snapshot of the hub's cache and its repository are one dataset under the hub's name", async () => {
    const repo = join(bench.folder, "hub/datasets--lab--cubes");
    await buildV2(join(repo, "blobs/set"), { lengths: [3] });
    const snapshot = join(repo, "snapshots/0123abcd");
    await mkdir(join(snapshot, "meta"), { recursive: true });
    for (const name of ["info.json", "episodes.jsonl", "tasks.jsonl"])
      await symlink(`../../../blobs/set/meta/${name}`, join(snapshot, "meta", name));
    await symlink("../../blobs/set/data", join(snapshot, "data"));
    await writeText(join(repo, "refs/main"), "0123abcd\n");
    const first = await bench.import(snapshot);
    expect(first).toMatchObject({ status: "completed", imported: 1 });
    expect(await bench.import(repo)).toMatchObject({ datasetId: first.datasetId, imported: 0, unchanged: 1 });
    const where = { id: first.datasetId };
    expect(await bench.database.db.prisma.dataset.findUniqueOrThrow({ where })).toMatchObject({
      name: "lab/cubes",
      revision: "0123abcd",
    });
    // Where only the snapshot may be read, its links leave what may be read.
    await expect(bench.import(snapshot, { importRoots: [snapshot] })).rejects.toMatchObject({
      code: "path_refused",
    });
  });
});

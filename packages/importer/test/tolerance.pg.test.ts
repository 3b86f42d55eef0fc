import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildV2, buildV3, dataPathV2, frameColumns, writeText } from "./build-dataset.ts";
import { openWorkbench, type Workbench } from "./workbench.ts";
import { type Column, writeParquet } from "./write-parquet.ts";

const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
const POINTER = "version https://git-lfs.github.com/spec/v1\noid sha256:abc\nsize 123\n";

describe("what was seen in real datasets is read kindly", () => {
  let bench: Workbench;
  let counter = 0;
  beforeAll(async () => void (bench = await openWorkbench()));
  afterAll(() => bench[Symbol.asyncDispose]());

  /** A fresh folder, whose base name is the dataset's. */
  const place = (): string => join(bench.folder, `set-${counter++}`);
  const nameOf = (folder: string, episode = 0): string =>
    `${folder.split("/").at(-1)}.episode_${String(episode).padStart(6, "0")}`;
  const codes = (result: { warnings: { code: string }[] }): string[] =>
    result.warnings.map((warning) => warning.code);

  test("without info.json everything is taken from the frames", async () => {
    const folder = await buildV3(place(), { lengths: [12, 3], fps: 20, info: null });
    const result = await bench.import(folder);
    expect(result).toMatchObject({ status: "completed", imported: 2 });
    expect(codes(result)).toEqual(expect.arrayContaining(["info_missing", "fps_missing"]));
    expect(await bench.episode(nameOf(folder))).toMatchObject({ fps: 20, totalFrames: 12, robotType: null });
  });

  test.for(["", "{}"])("an info.json of %j counts as missing", async (text) => {
    const folder = await buildV2(place(), { lengths: [5] });
    await writeFile(join(folder, "meta/info.json"), text);
    expect(codes(await bench.import(folder))).toContain("info_missing");
  });

  test("a version that contradicts the files is a warning, and the files decide", async () => {
    const folder = await buildV2(place(), { lengths: [4], info: { codebase_version: "v3.0" } });
    const result = await bench.import(folder);
    expect(codes(result)).toContain("version_differs");
    const { formatVersion } = await bench.database.db.prisma.dataset.findUniqueOrThrow({
      where: { id: result.datasetId },
    });
    expect(formatVersion).toBe("v2.1");
  });

  test("wrong counts and foreign keys change nothing", async () => {
    const info = {
      total_episodes: 105,
      total_frames: -1,
      splits: { train: "0:9999" },
      state_dim: 7,
      total_videos: "x",
    };
    const folder = await buildV2(place(), { lengths: [4, 6], info });
    expect(await bench.import(folder)).toMatchObject({ status: "completed", imported: 2 });
  });

  test.for([
    ["swapped fields in a v2 pattern", "data/chunk-{chunk_index:03d}/episode_{file_index:06d}.parquet"],
    ["a pattern whose folder does not exist", "frames/{episode_index}.parquet"],
    ["a field that nobody knows", "data/{split}/episode_{episode_index:06d}.parquet"],
  ] as const)("%s: the files are found all the same", async ([, pattern]) => {
    const folder = await buildV2(place(), { lengths: [4, 5], info: { data_path: pattern } });
    expect(await bench.import(folder)).toMatchObject({ imported: 2, quarantined: [] });
  });

  test("rows without frame_index, index, task_index, action and timestamp get theirs from their place", async () => {
    const drop = ["frame_index", "index", "task_index", "action", "timestamp"];
    const columns = (): Column[] => drop.map((name) => ({ name, data: [] }));
    const folder = await buildV2(place(), { lengths: [5], fps: 10, columns });
    const result = await bench.import(folder);
    expect(codes(result)).toContain("times_counted");
    const state = (await bench.samples(nameOf(folder))).get("/observation/state")!;
    expect([...state.t]).toEqual([0, 0.1, 0.2, 0.3, 0.4]);
    expect([...state.frame]).toEqual([0, 1, 2, 3, 4]);
    expect((await bench.episode(nameOf(folder))).task).toBe("pick the cube");
  });

  test("undeclared columns, other lengths than declared and names without prefix come in", async () => {
    const columns = (_: number, length: number): Column[] => [
      {
        name: "state",
        type: "DOUBLE",
        rank: 1,
        data: range(length).map((i) => range(41).map((j) => i + j / 100)),
      },
      {
        name: "actions",
        type: "FLOAT",
        rank: 2,
        data: range(length).map(() => range(30).map((r) => [r + 1, -r - 1])),
      },
      { name: "gripper", type: "FLOAT", rank: 1, data: range(length).map((i) => [i]) },
      { name: "action_is_pad", type: "BOOLEAN", rank: 1, data: range(length).map((i) => [i > 2, false]) },
      { name: "__index_level_0__", type: "INT64", data: range(length).map(BigInt) },
      { name: "task", type: "STRING", data: range(length).map(() => "pick") },
    ];
    const features = {
      state: { dtype: "float32", shape: [17], names: null },
      gripper: { dtype: "float32", shape: [1] },
    };
    const folder = await buildV2(place(), { lengths: [6], columns, features });
    const result = await bench.import(folder);
    expect(result.status).toBe("completed");
    expect(codes(result)).toContain("shape_differs");
    const samples = await bench.samples(nameOf(folder));
    expect(samples.get("/state")).toMatchObject({ type: "float64", dims: 41, shape: [41] });
    expect(samples.get("/actions")).toMatchObject({ type: "float32", dims: 60, shape: [30, 2] });
    expect(Array.from(samples.get("/actions")!.values, Number).slice(0, 6)).toEqual([1, -1, 2, -2, 3, -3]);
    expect(samples.get("/gripper")).toMatchObject({ dims: 1, shape: [] });
    expect(Array.from(samples.get("/action_is_pad")!.values, Number).slice(4, 8)).toEqual([0, 0, 1, 0]);
    expect(samples.get("/task")!.values).toEqual(Array(6).fill("pick"));
    expect(samples.has("/__index_level_0__")).toBe(false);
    const { topics } = await bench.episode(nameOf(folder));
    expect(topics.find(({ name }) => name === "/state")!.featureNames[40]).toBe("state[40]");
  });

  test("whole numbers beyond 2^53, NaN and gaps are kept as they are", async () => {
    const big = 2n ** 60n + 1n;
    const columns = (_: number, length: number): Column[] => [
      { name: "clock", type: "INT64", data: range(length).map((i) => big + BigInt(i)) },
      { name: "small", type: "INT32", data: range(length).map((i) => -i) },
      {
        name: "noisy",
        type: "DOUBLE",
        rank: 1,
        data: range(length).map((i) => [i === 1 ? NaN : i, Infinity]),
      },
      { name: "sparse", type: "FLOAT", data: range(length).map((i) => (i % 2 === 0 ? i : null)) },
      { name: "ragged", type: "INT64", rank: 1, data: range(length).map((i) => range(i + 1).map(BigInt)) },
    ];
    const folder = await buildV3(place(), { lengths: [4], columns });
    const result = await bench.import(folder);
    expect(codes(result)).toEqual(expect.arrayContaining(["feature_sparse", "feature_ragged"]));
    const samples = await bench.samples(nameOf(folder));
    expect([...samples.get("/clock")!.values]).toEqual(range(4).map((i) => big + BigInt(i)));
    expect([...samples.get("/small")!.values]).toEqual([0n, -1n, -2n, -3n]);
    expect([...samples.get("/noisy")!.values]).toEqual([
      0,
      Infinity,
      NaN,
      Infinity,
      2,
      Infinity,
      3,
      Infinity,
    ]);
    expect([...samples.get("/sparse")!.frame]).toEqual([0, 2]);
    expect(samples.get("/ragged")!.values).toEqual(["[0]", "[0,1]", "[0,1,2]", "[0,1,2,3]"]);
  });

  test("times that start late or are irregular stay as they are; times that cannot be are counted", async () => {
    const stamps = [0.05, 0.1, 0.4, 0.41, 0.41];
    const late = await buildV2(place(), {
      lengths: [5],
      columns: () => [{ name: "timestamp", type: "DOUBLE", data: stamps }],
    });
    await bench.import(late);
    expect([...(await bench.samples(nameOf(late))).get("/action")!.t]).toEqual(stamps);
    for (const bad of [
      [0, 0.1, 0.05],
      [7, 7, 7],
      [0, NaN, 1],
    ]) {
      const folder = await buildV2(place(), {
        lengths: [3],
        columns: () => [{ name: "timestamp", type: "DOUBLE", data: bad }],
      });
      expect(codes(await bench.import(folder))).toContain("times_counted");
      expect([...(await bench.samples(nameOf(folder))).get("/action")!.t]).toEqual([0, 0.1, 0.2]);
    }
  });

  test("episodes of one frame and datasets of none", async () => {
    const one = await buildV2(place(), { lengths: [1] });
    expect(await bench.import(one)).toMatchObject({ status: "completed", imported: 1 });
    expect(await bench.episode(nameOf(one))).toMatchObject({ totalFrames: 1, durationS: 0 });
    const none = await buildV3(place(), { lengths: [] });
    expect(await bench.import(none)).toMatchObject({ status: "completed", imported: 0 });
  });

  test("stray files in data/ are passed over", async () => {
    const folder = await buildV3(place(), { lengths: [4] });
    await writeParquet(join(folder, "data/chunk-000/file-007.parquet"), [
      { name: "note", type: "STRING", data: ["x"] },
    ]);
    await writeText(join(folder, "data/chunk-000/.DS_Store"), "x");
    await writeText(join(folder, "data/state.pkl"), "never opened");
    expect(await bench.import(folder)).toMatchObject({ imported: 1, quarantined: [] });
  });

  test("tasks: any order, the pandas index, numbers in place of sentences, unused and empty ones", async () => {
    const folder = await buildV3(place(), {
      lengths: [4, 4],
      taskOf: (episode) => 2 - episode,
      tasks: ["", "b", "a"],
    });
    await writeParquet(join(folder, "meta/tasks.parquet"), [
      { name: "task_index", type: "INT64", data: [2n, 9n, 1n, 0n] },
      { name: "__index_level_0__", type: "STRING", data: ["stack", "never used", "sort", " "] },
    ]);
    const { datasetId } = await bench.import(folder);
    expect(await bench.episode(nameOf(folder, 0))).toMatchObject({ task: "stack", tasks: ["stack"] });
    expect(await bench.episode(nameOf(folder, 1))).toMatchObject({ task: "sort" });
    const dataset = await bench.database.db.prisma.dataset.findUniqueOrThrow({ where: { id: datasetId } });
    expect(dataset.tasks).toEqual(["stack", "sort"]);

    const columns = (): Column[] => [{ name: "task_index", data: [] }];
    const numbers = await buildV2(place(), { lengths: [3], columns, episodeKeys: () => ({ tasks: [0] }) });
    await bench.import(numbers);
    expect(await bench.episode(nameOf(numbers))).toMatchObject({ task: "pick the cube" });
  });

  test("a task that changes inside an episode becomes a topic of words", async () => {
    const folder = await buildV3(place(), {
      lengths: [6],
      tasks: ["reach", "lift"],
      taskOf: (_, frame) => (frame < 4 ? 0 : 1),
    });
    await bench.import(folder);
    const words = (await bench.samples(nameOf(folder))).get("/task")!;
    expect(words.values).toEqual(["reach", "lift"]);
    expect([...words.frame]).toEqual([0, 4]);
    expect((await bench.episode(nameOf(folder))).tasks).toEqual(["reach", "lift"]);
  });

  test("broken data files set their own episodes aside, each with its reason; the rest comes in", async () => {
    const folder = await buildV2(place(), { lengths: [4, 4, 4, 4, 4, 4] });
    const file = (episode: number): string => join(folder, dataPathV2(episode));
    await writeFile(file(0), "");
    await writeFile(file(1), POINTER);
    await writeFile(file(2), (await import("node:fs")).readFileSync(file(3)).subarray(0, 300));
    await rm(file(4));
    const result = await bench.import(folder);
    expect(result).toMatchObject({ status: "completed_with_losses", imported: 2 });
    const reasons = new Map(result.quarantined.map(({ episodeIndex, reason }) => [episodeIndex, reason]));
    expect([...reasons.keys()]).toEqual([0, 1, 2, 4]);
    expect(reasons.get(0)).toContain("0 bytes");
    expect(reasons.get(1)).toContain("Git LFS pointer");
    expect(reasons.get(2)).toContain("cut short");
    expect(reasons.get(4)).toContain("No frame of it was found");
    expect(await bench.database.db.prisma.episode.count({ where: { datasetId: result.datasetId } })).toBe(2);
  });

  test("a dataset of LFS pointers only is refused with the cure", async () => {
    const folder = await buildV2(place(), { lengths: [3] });
    await writeFile(join(folder, dataPathV2(0)), POINTER);
    await expect(bench.import(folder)).rejects.toMatchObject({
      code: "invalid_dataset",
      message: expect.stringContaining("git lfs pull") as string,
    });
    await writeFile(join(folder, "meta/info.json"), POINTER);
    await expect(bench.import(folder)).rejects.toMatchObject({
      code: "invalid_dataset",
      message: expect.stringContaining("git lfs pull") as string,
    });
    expect(await bench.database.db.prisma.dataset.count({ where: { sourceKey: `folder:${folder}` } })).toBe(
      0,
    );
  });

  test("so is a clone in v3.0 whose tables are all pointers", async () => {
    const folder = await buildV3(place(), { lengths: [3] });
    for (const name of ["data/chunk-000/file-000", "meta/episodes/chunk-000/file-000"])
      await writeFile(join(folder, `${name}.parquet`), POINTER);
    await expect(bench.import(folder)).rejects.toMatchObject({
      code: "invalid_dataset",
      message: expect.stringMatching(/no frame of any episode.*git lfs pull/) as string,
    });
  });

  test("zero-byte, pointer and broken videos leave the camera missing with its reason", async () => {
    const video = { dtype: "video", shape: [3, 4, 3], names: ["height", "width", "channels"] };
    const features = { "cam.a": video, "cam.b": video, "cam.c": video, "cam.d": video };
    const folder = await buildV2(place(), { lengths: [3], features });
    const path = (key: string): string => join(folder, `videos/chunk-000/${key}/episode_000000.mp4`);
    await writeText(path("cam.a"), "");
    await writeText(path("cam.b"), POINTER);
    await writeText(path("cam.c"), "this is no video, whatever its name says");
    const result = await bench.import(folder);
    expect(result).toMatchObject({ status: "completed_with_losses", imported: 1, quarantined: [] });
    const { cameras, topics } = await bench.episode(nameOf(folder));
    expect(cameras.map(({ storage }) => storage)).toEqual(Array(4).fill("missing"));
    expect(cameras[1]!.problem).toMatch(/LFS/);
    expect(cameras[3]!.problem).toMatch(/not there/);
    expect(cameras.every(({ problem }) => (problem ?? "").length > 10)).toBe(true);
    expect(
      topics.filter(({ kind }) => kind === "camera").every(({ messageCount }) => messageCount === 0),
    ).toBe(true);
  });

  test("frames that the episodes table does not list are found", async () => {
    const recipe = { lengths: [4, 5, 6] };
    const folder = await buildV3(place(), { lengths: [4, 5] });
    await writeParquet(join(folder, "data/chunk-000/file-000.parquet"), frameColumns(recipe, [0, 1, 2]));
    const result = await bench.import(folder);
    expect(result).toMatchObject({ imported: 3 });
    expect(codes(result)).toContain("episodes_unlisted");
    expect((await bench.episode(nameOf(folder, 2))).totalFrames).toBe(6);
  });

  test("an unfinished episodes table: its episodes are found by their frames", async () => {
    const folder = await buildV3(place(), { lengths: [4, 5] });
    await writeFile(join(folder, "meta/episodes/chunk-000/file-000.parquet"), "PAR1 never finished");
    const result = await bench.import(folder);
    expect(result).toMatchObject({ imported: 2, status: "completed_with_losses" });
    expect(codes(result)).toContain("episode_table_unreadable");
  });

  test("uncompressed files, tiny pages and tiny row groups hold the same rows", async () => {
    const sums: number[][] = [];
    for (const parquet of [{}, { codec: "UNCOMPRESSED" as const }, { pageSize: 64 }, { rowGroupSize: 7 }]) {
      const folder = await buildV3(place(), { lengths: [50, 33, 1], parquet });
      expect(await bench.import(folder)).toMatchObject({ imported: 3 });
      const totals = await Promise.all(
        [0, 1, 2].map(async (i) => {
          const { values } = (await bench.samples(nameOf(folder, i))).get("/observation/state")!;
          return Array.from(values, Number).reduce((a, b) => a + b, 0);
        }),
      );
      sums.push(totals);
    }
    expect(sums).toEqual(Array(4).fill([(49 * 50) / 2, 33 + (32 * 33) / 2, 2]));
  });

  test("v1 is refused with the way out", async () => {
    const folder = place();
    await mkdir(join(folder, "train"), { recursive: true });
    await writeText(join(folder, "meta_data/info.json"), JSON.stringify({ codebase_version: "v1.6" }));
    await expect(bench.import(folder)).rejects.toMatchObject({
      code: "unsupported_version",
      message: expect.stringContaining("v1") as string,
    });
  });

  test("texts that a database cannot hold do not stop an import", async () => {
    const folder = await buildV2(place(), {
      lengths: [3],
      tasks: ["a\0b \uD800 <script>"],
      info: { robot_type: "x\0y" },
    });
    expect(await bench.import(folder)).toMatchObject({ imported: 1 });
    expect((await bench.episode(nameOf(folder))).task).toBe("a\uFFFDb \uFFFD <script>");
  });
});

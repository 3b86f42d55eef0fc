import { deflateSync } from "node:zlib";
import { join } from "node:path";
import { dataTypeOf } from "@retake/telemetry/json-rows";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { encodePng } from "../src/episode/encode-png.ts";
import { buildV2, buildV3, writeText } from "./build-dataset.ts";
import { openWorkbench, type Workbench } from "./workbench.ts";
import { type Column, imageColumn, writeParquet } from "./write-parquet.ts";

const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
const png = (shade: number): Uint8Array => encodePng(new Uint8Array(4 * 3 * 3).fill(shade), 4, 3, 3);

describe("what an episode holds besides numbers", () => {
  let bench: Workbench;
  let counter = 0;
  beforeAll(async () => void (bench = await openWorkbench()));
  afterAll(() => bench[Symbol.asyncDispose]());

  /** A fresh folder, whose base name is the dataset's. */
  const place = (): string => join(bench.folder, `set-${counter++}`);
  const nameOf = (folder: string, episode = 0): string =>
    `${folder.split("/").at(-1)}.episode_${String(episode).padStart(6, "0")}`;

  test("reward is summed, the last row's success is the outcome, a key of the episode list stands in", async () => {
    const columns = (episode: number, length: number): Column[] => [
      { name: "next.reward", type: "FLOAT", data: range(length).map(() => 0.5) },
      { name: "next.done", type: "BOOLEAN", data: range(length).map((i) => i >= length - 2) },
      {
        name: "next.success",
        type: "BOOLEAN",
        data: range(length).map((i) => episode === 1 && i === length - 1),
      },
    ];
    const folder = await buildV3(place(), { lengths: [5, 4], columns });
    await bench.import(folder);
    expect(await bench.episode(nameOf(folder, 0))).toMatchObject({
      totalReward: 2.5,
      outcome: "failure",
      totalFrames: 5,
    });
    expect(await bench.episode(nameOf(folder, 1))).toMatchObject({ totalReward: 2, outcome: "success" });
    const keyed = await buildV2(place(), {
      lengths: [3, 3, 3],
      episodeKeys: (i) => [{ success: true }, { success: 0 }, {}][i]!,
    });
    await bench.import(keyed);
    const outcomes = await Promise.all(
      [0, 1, 2].map(async (i) => (await bench.episode(nameOf(keyed, i))).outcome),
    );
    expect(outcomes).toEqual(["success", "failure", null]);
  });

  test("a topic has the data type its rows are answered with, also when a sample is one number", async () => {
    const columns = (_: number, length: number): Column[] => [
      { name: "next.reward", type: "FLOAT", data: range(length).map(() => 0.5) },
      { name: "next.done", type: "BOOLEAN", data: range(length).map(() => false) },
      { name: "note", type: "STRING", data: range(length).map((i) => `note ${i}`) },
    ];
    const folder = await buildV3(place(), { lengths: [5], columns });
    await bench.import(folder);
    const { topics } = await bench.episode(nameOf(folder));
    const samples = await bench.samples(nameOf(folder));
    for (const { name, dataType } of topics) expect(dataType).toBe(dataTypeOf(samples.get(name)!.type));
    expect(Object.fromEntries(topics.map(({ name, dataType }) => [name, dataType]))).toMatchObject({
      "/observation/state": "float32[]",
      "/next/reward": "float32[]",
      "/next/done": "bool[]",
      "/note": "string",
    });
  });

  test("pictures as PNG structs, plain blobs and nested pixels are the same pictures afterwards", async () => {
    const pixels = (i: number): number[][][] => range(3).map((y) => range(4).map((x) => [i, x, y]));
    const columns = (_: number, length: number): Column[] => [
      imageColumn(
        "observation.images.top",
        range(length).map((i) => (i === 2 ? null : png(i))),
      ),
      { name: "observation.images.blob", type: "BYTES", data: range(length).map((i) => png(100 + i)) },
      { name: "observation.images.raw", type: "INT32", rank: 3, data: range(length).map(pixels) },
    ];
    const image = { dtype: "image", shape: [3, 4, 3], names: ["height", "width", "channel"] };
    const features = {
      "observation.images.top": image,
      "observation.images.blob": image,
      "observation.images.raw": { dtype: "uint8", shape: [3, 4, 3], names: null },
    };
    const folder = await buildV3(place(), { lengths: [40], columns, features });
    await bench.import(folder);
    const { cameras } = await bench.episode(nameOf(folder));
    expect(cameras).toMatchObject([
      {
        topic: "/observation/images/top",
        storage: "images",
        width: 4,
        height: 3,
        frames: 39,
        problem: "some rows hold no picture.",
      },
      { topic: "/observation/images/blob", storage: "images", frames: 40, problem: null },
      { topic: "/observation/images/raw", storage: "images", frames: 40, width: 4, height: 3 },
    ]);
    const samples = await bench.samples(nameOf(folder));
    const picture = async (camera: number, row: number): Promise<Uint8Array> => {
      const { blob } = samples.get(cameras[camera]!.topic)!;
      const start = blob!.offset[row]!;
      return await bench.store.get(cameras[camera]!.blobKey!, { start, end: start + blob!.length[row]! });
    };
    expect(Buffer.from(await picture(0, 37)).equals(png(38))).toBe(true);
    expect([...samples.get("/observation/images/top")!.frame].slice(0, 3)).toEqual([0, 1, 3]);
    expect(Buffer.from(await picture(1, 39)).equals(png(139))).toBe(true);
    const rows = range(3).flatMap((y) => [0, ...range(4).flatMap((x) => [35, x, y])]);
    expect(Buffer.from(await picture(2, 35)).includes(deflateSync(Buffer.from(rows), { level: 6 }))).toBe(
      true,
    );
  });

  test("language columns: events where they happen, persistent rows once each at their time", async () => {
    const entry = [
      {
        name: "role",
        type: "BYTE_ARRAY" as const,
        converted_type: "UTF8" as const,
        repetition_type: "OPTIONAL" as const,
      },
      {
        name: "content",
        type: "BYTE_ARRAY" as const,
        converted_type: "UTF8" as const,
        repetition_type: "OPTIONAL" as const,
      },
      { name: "timestamp", type: "FLOAT" as const, repetition_type: "OPTIONAL" as const },
    ];
    const language = (name: string, data: unknown[]): Column => ({
      name,
      schema: [
        { name, repetition_type: "OPTIONAL", num_children: 1, converted_type: "LIST" },
        { name: "list", repetition_type: "REPEATED", num_children: 1 },
        { name: "element", repetition_type: "OPTIONAL", num_children: entry.length },
        ...entry,
      ],
      data,
    });
    const plan = [
      { role: "assistant", content: "grasp", timestamp: 0.25 },
      { role: "assistant", content: "reach", timestamp: 0 },
    ];
    const columns = (_: number, length: number): Column[] => [
      language(
        "language_persistent",
        range(length).map(() => plan),
      ),
      language(
        "language_events",
        range(length).map((i) => (i === 3 ? [{ role: "user", content: "stop", timestamp: null }] : [])),
      ),
    ];
    const declared = { dtype: "language", shape: [1], names: null };
    const features = { language_persistent: declared, language_events: declared };
    const folder = await buildV3(place(), { lengths: [5, 5], columns, features });
    await bench.import(folder);
    const samples = await bench.samples(nameOf(folder, 1));
    const persistent = samples.get("/language_persistent")!;
    expect(
      (persistent.values as string[]).map((text) => (JSON.parse(text) as { content: string }).content),
    ).toEqual(["reach", "grasp"]);
    expect([...persistent.t]).toEqual([0, 0.25]);
    expect([...persistent.frame]).toEqual([0, 2]);
    const events = samples.get("/language_events")!;
    expect([...events.frame]).toEqual([3]);
    expect(JSON.parse((events.values as string[])[0]!)).toEqual([
      { role: "user", content: "stop", timestamp: null },
    ]);
    expect(
      (await bench.episode(nameOf(folder, 1))).topics.find(({ name }) => name === "/language_events"),
    ).toMatchObject({ kind: "text" });
  });

  test("subtasks of the episodes table and of subtasks.parquet become words at their time", async () => {
    const list = (name: string, type: "STRING" | "DOUBLE", data: unknown[]): Column => ({
      name,
      type,
      rank: 1,
      data,
    });
    const episodeColumns = [
      list("dense_subtask_names", "STRING", [["reach", "lift"]]),
      list("dense_subtask_start_times", "DOUBLE", [[0, 0.3]]),
      list("dense_subtask_end_times", "DOUBLE", [[0.2, 0.5]]),
    ];
    const columns = (_: number, length: number): Column[] => [
      { name: "subtask_index", type: "INT64", data: range(length).map((i) => BigInt(i >> 1)) },
    ];
    const folder = await buildV3(place(), { lengths: [6], columns, episodeColumns });
    await writeParquet(join(folder, "meta/subtasks.parquet"), [
      { name: "subtask_index", type: "INT64", data: [0n, 1n, 2n] },
      { name: "subtask", type: "STRING", data: ["open", "grab", "close"] },
    ]);
    await bench.import(folder);
    const samples = await bench.samples(nameOf(folder));
    expect(samples.get("/subtask")!.values).toEqual(["open", "grab", "close"]);
    expect(samples.get("/subtask/dense")!.values).toEqual(["reach", "", "lift", ""]);
    expect([...samples.get("/subtask/dense")!.t]).toEqual([0, 0.2, 0.3, 0.5]);
  });

  test("names in three styles, labels of modality.json, and only units that are stated", async () => {
    const columns = (_: number, length: number): Column[] => [
      { name: "nested", rank: 1, data: range(length).map(() => [1, 2]) },
      { name: "observation.velocity", rank: 1, data: range(length).map(() => [1, 2]) },
      { name: "wrench", rank: 1, data: range(length).map(() => [1, 2]) },
    ];
    const features = {
      nested: { dtype: "float32", shape: [2], names: [["left.pos", "right.pos"]] },
      "observation.velocity": { dtype: "float32", shape: [2], names: ["motor_0", "motor_1"] },
      wrench: { dtype: "float32", shape: [2], names: ["force [N]", "torque [Nm]"] },
    };
    const folder = await buildV2(place(), { lengths: [3], columns, features });
    const modality = { state: { arm: { start: 0, end: 2, original_key: "observation.velocity" } } };
    await writeText(join(folder, "meta/modality.json"), JSON.stringify(modality));
    await bench.import(folder);
    const topics = new Map((await bench.episode(nameOf(folder))).topics.map((topic) => [topic.name, topic]));
    expect(topics.get("/observation/state")).toMatchObject({ featureNames: ["lift", "turn"], units: [] });
    expect(topics.get("/nested")).toMatchObject({ featureNames: ["left.pos", "right.pos"], units: [] });
    expect(topics.get("/observation/velocity")).toMatchObject({ featureNames: ["arm[0]", "arm[1]"] });
    expect(topics.get("/wrench")).toMatchObject({ units: ["N", "Nm"] });
  });
});

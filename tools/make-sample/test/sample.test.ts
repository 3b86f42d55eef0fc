import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { describe, expect, test } from "vitest";
import { probeVideo } from "@retake/media/probe";
import { type Dataset, makeDataset } from "../src/make-dataset.ts";
import { CAMERAS } from "../src/render/episode-frames.ts";
import { SAMPLE_FOLDER, SAMPLE_SEED } from "../src/sample.ts";

const made: Dataset = makeDataset(SAMPLE_SEED);
const lengths = made.tables["data/chunk-000/file-000.parquet"]!.rowGroups!;

/** Equal, but for the last digits in which the sine of two JavaScript engines may differ. */
function expectAlike(actual: unknown, expected: unknown, path: string): void {
  if (typeof expected === "number" && typeof actual === "number") {
    if (Math.abs(actual - expected) > 1e-4 * Math.max(1, Math.abs(expected)))
      expect(`${path} ${actual}`).toBe(`${path} ${expected}`);
  } else if (
    typeof expected === "object" &&
    expected !== null &&
    typeof actual === "object" &&
    actual !== null
  ) {
    const keys = Object.keys(expected);
    expect(`${path} ${Object.keys(actual).join()}`).toBe(`${path} ${keys.join()}`);
    for (const key of keys)
      expectAlike(Reflect.get(actual, key), Reflect.get(expected, key), `${path}.${key}`);
  } else if (actual !== expected) {
    expect(`${path} ${String(actual)}`).toBe(`${path} ${String(expected)}`);
  }
}

describe("the bundled sample", { timeout: 300_000 }, () => {
  test.each(Object.keys(made.tables))("%s holds what its seed gives", async (path) => {
    const file = await asyncBufferFromFile(join(SAMPLE_FOLDER, path));
    const rows = await parquetReadObjects({ file, compressors });
    const { columns } = made.tables[path]!;
    expect(rows.length).toBe(columns[0]!.values.length);
    for (const { name, values } of columns) {
      expectAlike(
        rows.map((row) => row[name]),
        values,
        name,
      );
    }
    expect(Object.keys(rows[0]!)).toEqual(columns.map(({ name }) => name));
  });

  test("the texts are what the seed gives", async () => {
    for (const [path, text] of Object.entries(made.texts)) {
      const kept = await readFile(join(SAMPLE_FOLDER, path), "utf8");
      if (path.endsWith(".json")) expectAlike(JSON.parse(kept), JSON.parse(text), path);
      else expect(kept).toBe(text);
    }
  });

  test("one row group an episode, and tasks indexed as pandas expects", async () => {
    const data = await asyncBufferFromFile(join(SAMPLE_FOLDER, "data/chunk-000/file-000.parquet"));
    const { row_groups } = await parquetMetadataAsync(data);
    expect(row_groups.map(({ num_rows }) => Number(num_rows))).toEqual(lengths);
    const tasks = await parquetMetadataAsync(
      await asyncBufferFromFile(join(SAMPLE_FOLDER, "meta/tasks.parquet")),
    );
    const pandas = tasks.key_value_metadata?.find(({ key }) => key === "pandas")?.value;
    expect(JSON.parse(pandas ?? "{}")).toMatchObject({ index_columns: ["task"] });
  });

  test("each camera's MP4 has every frame at exactly k / fps, and a key frame where an episode begins", async () => {
    const frames = lengths.reduce((sum, length) => sum + length, 0);
    for (const { key, width, height } of CAMERAS) {
      const probe = await probeVideo(join(SAMPLE_FOLDER, "videos", key, "chunk-000/file-000.mp4"));
      expect(probe).toMatchObject({
        codec: "h264",
        playable: "native",
        frames,
        width,
        height,
        fps: 20,
        regular: true,
      });
      expect(Math.max(...probe.times.map((time, k) => Math.abs(time - k / 20)))).toBeLessThan(1e-4);
      const keys = new Set(probe.keyFrames);
      let start = 0;
      for (const length of lengths) {
        expect(keys.has(start)).toBe(true);
        start += length;
      }
      const gaps = [...probe.keyFrames, frames].slice(1).map((k, n) => k - probe.keyFrames[n]!);
      expect(Math.max(...gaps)).toBeLessThanOrEqual(20);
    }
  });

  test("has at least 24 episodes of 3 to 12 s, successes and failures of every kind, under 5 MB", async () => {
    const { values } = made.tables["data/chunk-000/file-000.parquet"]!.columns.find(
      ({ name }) => name === "next.success",
    )!;
    let end = 0;
    const outcomes = lengths.map((length) => values[(end += length) - 1]);
    expect(lengths.length).toBeGreaterThanOrEqual(24);
    expect(Math.min(...lengths)).toBeGreaterThanOrEqual(60);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(240);
    expect(outcomes.filter((success) => success === true).length).toBeGreaterThanOrEqual(16);
    expect(outcomes.filter((success) => success === false).length).toBeGreaterThanOrEqual(6);
    const files = await readdir(SAMPLE_FOLDER, { recursive: true, withFileTypes: true });
    const sizes = await Promise.all(
      files.filter((file) => file.isFile()).map((file) => stat(join(file.parentPath, file.name))),
    );
    expect(sizes.reduce((sum, { size }) => sum + size, 0)).toBeLessThan(5_000_000);
  });
});

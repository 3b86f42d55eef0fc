import { mkdir, readFile, rename, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildV2, buildV3, dataPathV2 } from "./build-dataset.ts";
import { dataPage, lyingFile } from "./thrift-footer.ts";
import { openWorkbench, type Workbench } from "./workbench.ts";
import { imageColumn } from "./write-parquet.ts";

describe("hostile datasets", () => {
  let bench: Workbench;
  let counter = 0;
  beforeAll(async () => void (bench = await openWorkbench()));
  afterAll(() => bench[Symbol.asyncDispose]());
  const place = (): string => join(bench.folder, `hostile-${counter++}`);

  test.for([
    ["data_path", "../../{episode_index:06d}.parquet"],
    ["data_path", "/etc/passwd"],
    ["video_path", "videos/../../{video_key}.mp4"],
    ["video_path", "{video_key.__class__}"],
    ["data_path", "data/{episode_index:>099999d}"],
  ] as const)("a %s of %j refuses the dataset", async ([key, pattern]) => {
    const folder = await buildV2(place(), { lengths: [3], info: { [key]: pattern } });
    await expect(bench.import(folder)).rejects.toMatchObject({ code: "path_refused" });
    expect(await bench.database.db.prisma.dataset.count({ where: { sourceKey: `folder:${folder}` } })).toBe(
      0,
    );
  });

  test("a huge file number sets its episode aside; the others come in", async () => {
    const numbers = { name: "data/file_index", type: "INT64" as const, data: [0n, 10n ** 15n, 0n] };
    const folder = await buildV3(place(), { lengths: [3, 3, 3], episodeColumns: [] });
    const { writeParquet } = await import("./write-parquet.ts");
    await writeParquet(join(folder, "meta/episodes/chunk-000/file-000.parquet"), [
      { name: "episode_index", type: "INT64", data: [0n, 1n, 2n] },
      { name: "length", type: "INT64", data: [3n, 3n, 3n] },
      { name: "data/chunk_index", type: "INT64", data: [0n, 0n, 0n] },
      numbers,
    ]);
    const result = await bench.import(folder);
    expect(result).toMatchObject({ imported: 2, quarantined: [{ episodeIndex: 1 }] });
    expect(result.quarantined[0]!.reason).toContain("1000000000000000");
  });

  test("a camera whose name climbs is no folder to look into", async () => {
    const features = {
      "..": { dtype: "video", shape: [2, 2, 3] },
      "a/b": { dtype: "video", shape: [2, 2, 3] },
    };
    const result = await bench.import(await buildV2(place(), { lengths: [3], features }));
    expect(result.warnings.map(({ code }) => code)).toContain("feature_refused");
  });

  test("links out of the dataset are not read: a data file's episode is set aside, info.json refuses all", async () => {
    const outside = join(bench.folder, "outside.parquet");
    const folder = await buildV2(place(), { lengths: [3, 3] });
    await rename(join(folder, dataPathV2(1)), outside);
    await symlink(outside, join(folder, dataPathV2(1)));
    const result = await bench.import(folder);
    expect(result).toMatchObject({ imported: 1, quarantined: [{ episodeIndex: 1 }] });
    expect(result.quarantined[0]!.reason).toContain("symbolic link that leaves");
    const info = join(bench.folder, "outside-info.json");
    await rename(join(folder, "meta/info.json"), info);
    await symlink(info, join(folder, "meta/info.json"));
    await expect(bench.import(folder)).rejects.toMatchObject({ code: "path_refused" });
  });

  test("Parquet bombs are set aside with bounded memory, and the rest comes in", async () => {
    const folder = await buildV2(place(), { lengths: [3, 3, 3, 3] });
    const zeros = new Uint8Array(24);
    await writeFile(
      join(folder, dataPathV2(0)),
      lyingFile({ rows: 3, claimedBytes: 10e9, page: dataPage(3, 0, zeros) }),
    );
    await writeFile(join(folder, dataPathV2(1)), lyingFile({ rows: 0, groups: 210_000 }));
    await writeFile(join(folder, dataPathV2(2)), lyingFile({ rows: 1_000, page: dataPage(1_000, 0, zeros) }));
    const result = await bench.import(folder);
    expect(result).toMatchObject({ status: "completed_with_losses", imported: 1 });
    expect(result.quarantined.map(({ episodeIndex }) => episodeIndex)).toEqual([0, 1, 2]);
    expect(process.memoryUsage.rss()).toBeLessThan(1_200 << 20);
  });

  test("a picture that claims 65,000 × 65,000 pixels is left out and said so", async () => {
    const flood = Buffer.from(
      "89504e470d0a1a0a0000000d494844520000fde80000fde80802000000" + "00000000",
      "hex",
    );
    const columns = (_: number, length: number) => [
      imageColumn(
        "cam",
        Array.from({ length }, () => flood),
      ),
    ];
    const features = { cam: { dtype: "image", shape: [2, 2, 3] } };
    const folder = await buildV2(place(), { lengths: [3], columns, features });
    await bench.import(folder);
    const [episode] = await bench.database.db.prisma.episodeCamera.findMany({ where: { topic: "/cam" } });
    expect(episode).toMatchObject({
      storage: "missing",
      problem: expect.stringContaining("65000") as string,
    });
  });

  test("metadata of the wrong kind never becomes a crash", async () => {
    const folder = await buildV2(place(), { lengths: [3] });
    const texts = [
      "[]",
      "3",
      '{"features": 7, "fps": "x", "chunks_size": -1}',
      '{"features": {"a": null, "__proto__": {"dtype": 3, "shape": "x", "names": 4}}}',
    ];
    for (const text of texts) {
      await writeFile(join(folder, "meta/info.json"), text);
      await bench
        .import(folder)
        .catch((thrown: unknown) => expect(thrown).toMatchObject({ code: "invalid_dataset" }));
    }
    await writeFile(join(folder, "meta/info.json"), "{}");
    await writeFile(
      join(folder, "meta/episodes.jsonl"),
      'not json\n[1]\n{"episode_index": "x"}\n{"episode_index": -3}\n',
    );
    expect(await bench.import(folder)).toMatchObject({ quarantined: [] });
    expect(({} as Record<string, unknown>)["dtype"]).toBeUndefined();
    expect((await readFile(join(folder, "meta/episodes.jsonl"))).length).toBeGreaterThan(0);
  });

  test("an empty folder and a file are no datasets", async () => {
    const empty = place();
    await mkdir(empty);
    await expect(bench.import(empty)).rejects.toMatchObject({ code: "invalid_dataset" });
    await expect(bench.import("/etc/hostname")).rejects.toMatchObject({ code: "path_refused" });
  });
});

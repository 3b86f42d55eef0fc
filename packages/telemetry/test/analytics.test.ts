import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openAnalytics } from "@retake/telemetry/analytics";
import { openObjectStore } from "@retake/telemetry/object-store";
import { writeSegment } from "@retake/telemetry/writer";
import { temporaryFolder } from "./temporary-folder.ts";
import { makeTopic } from "./topics.ts";

describe("analytics over many segment files", () => {
  test("aggregates a dimension of a topic per file, equal to the statistics made at sealing", async () => {
    await using folder = await temporaryFolder();
    const store = openObjectStore(`file:${folder.path}/it's here`);
    const segments = [];
    for (let episode = 0; episode < 12; episode++) {
      const topics = [
        makeTopic("/state", "float32", { rows: 50, dims: 2 }, (row, d) =>
          row === 7 ? NaN : row * episode + d,
        ),
        makeTopic("/precise", "float64", { rows: 20 }, (row) => row / 3),
      ];
      // Files differ in their columns, and one lacks the topic.
      segments.push(
        await writeSegment(store, {
          episodeId: `e${episode}`,
          part: 0,
          topics: episode === 3 ? topics.slice(1) : topics.slice(0, 1 + (episode % 2)),
        }),
      );
    }
    const files = segments.map(({ key }) => store.localPath(key)!);
    const analytics = await openAnalytics();
    const results = await Promise.all(
      [0, 1].map((dimension) => analytics.aggregate({ files, topic: "/state", type: "float32", dimension })),
    );
    for (const [d, aggregates] of results.entries()) {
      expect(aggregates.map(({ file }) => file)).toEqual(files);
      for (const [i, aggregate] of aggregates.entries()) {
        const statistics = segments[i]!.topics.find(({ name }) => name === "/state")?.statistics;
        expect(aggregate.count).toBe(statistics?.count[d] ?? 0);
        for (const name of ["min", "max", "mean", "std"] as const) {
          if (statistics === undefined) expect(aggregate[name]).toBeNull();
          else expect(aggregate[name]).toBeCloseTo(statistics![name][d]!, 9);
        }
      }
    }
    const precise = await analytics.aggregate({ files, topic: "/precise", type: "float64", dimension: 0 });
    expect(precise.filter(({ count }) => count === 20)).toHaveLength(6);
    expect(await analytics.aggregate({ files: [], topic: "/x", type: "bool", dimension: 0 })).toEqual([]);
    analytics.close();
  });

  test("a missing or foreign file, a type that no file has and a bad dimension are named", async () => {
    await using folder = await temporaryFolder();
    const store = openObjectStore(`file:${folder.path}`);
    const { key } = await writeSegment(store, {
      episodeId: "e",
      part: 0,
      topics: [makeTopic("/a", "float32", { rows: 3 })],
    });
    const file = store.localPath(key)!;
    const foreign = join(folder.path, "foreign.parquet");
    await writeFile(foreign, "not a segment at all");
    const analytics = await openAnalytics({ connections: 1 });
    const query = { topic: "/a", type: "float32", dimension: 0 } as const;
    await expect(
      analytics.aggregate({ ...query, files: [join(folder.path, "none.parquet")] }),
    ).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(analytics.aggregate({ ...query, files: [foreign] })).rejects.toMatchObject({
      code: "corrupt_data",
    });
    await expect(analytics.aggregate({ ...query, files: [file], type: "int64" })).rejects.toMatchObject({
      code: "bad_request",
    });
    await expect(analytics.aggregate({ ...query, files: [file], dimension: -1 })).rejects.toMatchObject({
      code: "bad_request",
    });
    expect((await analytics.aggregate({ ...query, files: [file], dimension: 9 }))[0]).toMatchObject({
      count: 0,
      min: null,
    });
    analytics.close();
    await expect(analytics.aggregate({ ...query, files: [file] })).rejects.toMatchObject({
      code: "unavailable",
    });
  });

  test("cannot fetch extensions, and a topic's name is a value, never SQL", async () => {
    await using folder = await temporaryFolder();
    const store = openObjectStore(`file:${folder.path}`);
    const name = "/a' OR '1'='1";
    const { key } = await writeSegment(store, {
      episodeId: "e",
      part: 0,
      topics: [makeTopic(name, "float32", { rows: 3 }), makeTopic("/b", "float32", { rows: 4 })],
    });
    const files = [store.localPath(key)!];
    const analytics = await openAnalytics();
    const [own] = await analytics.aggregate({ files, topic: name, type: "float32", dimension: 0 });
    expect(own!.count).toBe(3);
    expect(await analytics.setting("autoinstall_known_extensions")).toBe("false");
    expect(await analytics.setting("autoload_known_extensions")).toBe("false");
    const cached = await Promise.all([1, 2, 3].map(() => analytics.setting("parquet_metadata_cache")));
    expect(cached).toEqual(["true", "true", "true"]);
    analytics.close();
  });
});

import { readdir, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { Config } from "@retake/core/config";
import { inspectDataset } from "../src/inspect.ts";
import { buildV2, buildV3, dataPathV2 } from "./build-dataset.ts";
import { type HubServer, startHub } from "./hub-server.ts";
import { openWorkbench, type Workbench } from "./workbench.ts";

const ID = "team/tiny-arm";

describe("a dataset of the hub", () => {
  let bench: Workbench;
  let dataset: string;
  let homes = 0;
  beforeAll(async () => {
    bench = await openWorkbench();
    dataset = await buildV2(join(bench.folder, "upstream"), { lengths: [400, 300, 200] });
  });
  afterAll(() => bench[Symbol.asyncDispose]());

  const hubOf = (server: HubServer | null, more: Partial<Config["hub"]> = {}): Config["hub"] => ({
    token: null,
    endpoint: server?.endpoint ?? "http://127.0.0.1:1",
    home: join(bench.folder, `home-${homes++}`),
    lerobotHome: null,
    offline: false,
    ...more,
  });
  const ask = (hub: Config["hub"], more: object = {}) =>
    bench.import(ID, { hub, request: { dataset: ID, ...more } });
  const filesOf = async (folder: string): Promise<string[]> =>
    (await readdir(folder, { recursive: true, withFileTypes: true }))
      .filter((entry) => !entry.isDirectory())
      .map((entry) => entry.name);

  test("comes in page by page, is known by its commit, and is shared with the Python tools' cache", async () => {
    await using server = await startHub({ id: ID, folder: dataset, pageSize: 2 });
    const hub = hubOf(server);
    const result = await ask(hub);
    expect(result).toMatchObject({ status: "completed", imported: 3, datasetSlug: "team.tiny-arm" });
    const row = await bench.database.db.prisma.dataset.findUniqueOrThrow({ where: { id: result.datasetId } });
    expect(row).toMatchObject({ name: ID, sourceKey: `hub:${ID}`, revision: server.commit });
    const cache = join(hub.home!, "hub/datasets--team--tiny-arm");
    expect(await readFile(join(cache, "refs/main"), "utf8")).toBe(server.commit);
    const fetched = await readFile(join(cache, "snapshots", server.commit, dataPathV2(0)));
    expect(fetched.equals(await readFile(join(dataset, dataPathV2(0))))).toBe(true);
    expect(
      (await filesOf(cache)).filter((name) => name.endsWith(".incomplete") || name.endsWith(".tmp")),
    ).toEqual([]);

    const before = server.bytesSent;
    expect(await ask(hub)).toMatchObject({ imported: 0, unchanged: 3 });
    expect(server.bytesSent).toBe(before);

    const calls = server.log.length;
    expect(await ask(hub, { skipDownload: true })).toMatchObject({ unchanged: 3 });
    expect(await ask({ ...hub, offline: true })).toMatchObject({ unchanged: 3 });
    expect(server.log.length).toBe(calls);
  });

  test("the first N episodes fetch the files of N episodes", async () => {
    await using server = await startHub({ id: ID, folder: dataset });
    const hub = hubOf(server);
    await ask(hub, { episodes: 1 });
    const urls = server.log.map(({ url }) => url).join("\n");
    expect(urls).toContain("episode_000000.parquet");
    expect(urls).not.toContain("episode_000001.parquet");
  });

  test("a connection that drops in the middle goes on from there, and every byte is sent once", async () => {
    await using server = await startHub({ id: ID, folder: dataset, cutAfter: 1_500, cuts: 3 });
    const hub = hubOf(server);
    const blobs = join(hub.home!, "hub/datasets--team--tiny-arm/blobs");
    server.options.arrived = (etag, bytes) =>
      vi.waitFor(async () => expect((await stat(join(blobs, `${etag}.incomplete`))).size).toBe(bytes), {
        timeout: 60_000,
      });
    expect(await ask(hub)).toMatchObject({ quarantined: [] });
    expect(server.options.cuts).toBe(0);
    expect(server.log.filter(({ range }) => range !== null && range !== "bytes=0-").length).toBeGreaterThan(
      0,
    );
    const sizes = await Promise.all(
      (await readdir(blobs)).map(async (name) => (await readFile(join(blobs, name))).length),
    );
    expect(server.bytesSent).toBe(sizes.reduce((a, b) => a + b, 0));
  });

  test("bytes that are not the announced ones are never kept", async () => {
    const damaged = dataPathV2(1);
    await using server = await startHub({ id: ID, folder: dataset, damage: (path) => path === damaged });
    const hub = hubOf(server);
    const result = await ask(hub);
    expect(result.quarantined).toMatchObject([
      { episodeIndex: 1, reason: expect.stringContaining("hash") as string },
    ]);
    const names = await filesOf(join(hub.home!, "hub"));
    expect(names).not.toContain("episode_000001.parquet");
  });

  test("the token goes to the hub and nowhere else; without it the answer says what is needed", async () => {
    await using elsewhere = await startHub({ id: ID, folder: dataset });
    await using server = await startHub({
      id: ID,
      folder: dataset,
      token: "hf_secret",
      redirect: (path) => (path.endsWith("_000002.parquet") ? `${elsewhere.endpoint}/x` : null),
    });
    await expect(ask(hubOf(server))).rejects.toMatchObject({
      code: "not_found",
      message: expect.stringContaining("HF_TOKEN") as string,
    });
    const result = await ask(hubOf(server, { token: "hf_secret" }));
    expect(result.quarantined).toMatchObject([
      { episodeIndex: 2, reason: expect.stringContaining("internal address") as string },
    ]);
    expect(elsewhere.log).toEqual([]);
  });

  test.for([
    "http://127.0.0.1:1/x",
    "http://169.254.169.254/latest/meta-data",
    "http://[::1]/x",
    "http://0.0.0.0/x",
    "http://2130706433/x",
    "http://0x7f.1/x",
    "http://[::ffff:10.0.0.1]/x",
    "http://localhost/x",
    "file:///etc/passwd",
  ])("a redirect to %s is not followed", async (location) => {
    await using server = await startHub({
      id: ID,
      folder: dataset,
      redirect: (path) => (path.startsWith("data/") ? location : null),
    });
    const { quarantined } = await ask(hubOf(server));
    expect(quarantined).toHaveLength(3);
    for (const { reason } of quarantined) expect(reason).toMatch(/is refused/);
  });

  test("revisions: a known one is imported, an unknown one and a hostile one are refused", async () => {
    await using server = await startHub({ id: ID, folder: dataset });
    expect(await ask(hubOf(server), { revision: "v3.0" })).toMatchObject({ quarantined: [] });
    await expect(ask(hubOf(server), { revision: "nope" })).rejects.toMatchObject({ code: "not_found" });
    await expect(ask(hubOf(server), { revision: "../../main" })).rejects.toMatchObject({
      code: "bad_request",
    });
  });

  test("a missing dataset, a dead hub and an empty cache each say so", async () => {
    await using server = await startHub({ id: "someone/else", folder: dataset });
    await expect(ask(hubOf(server))).rejects.toMatchObject({ code: "not_found" });
    await expect(ask(hubOf(null))).rejects.toMatchObject({ code: "source_unreachable" });
    await expect(ask(hubOf(null), { skipDownload: true })).rejects.toMatchObject({ code: "not_found" });
  });

  test("HF_LEROBOT_HOME holds what was recorded or fetched there", async () => {
    const lerobotHome = join(bench.folder, "lerobot-home");
    await buildV3(join(lerobotHome, "me/recorded"), { lengths: [5] });
    const hub = hubOf(null, { lerobotHome, offline: true });
    const request = { dataset: "me/recorded" };
    expect(await bench.import("", { hub, request })).toMatchObject({
      imported: 1,
      datasetSlug: "me.recorded",
    });
    await using server = await startHub({ id: ID, folder: dataset });
    await ask(hubOf(server, { lerobotHome }));
    expect(await readdir(join(lerobotHome, "hub"))).toEqual(["datasets--team--tiny-arm"]);
  });

  test("looking before importing fetches the metadata only", async () => {
    await using server = await startHub({ id: ID, folder: dataset });
    const seen = await inspectDataset({ dataset: ID, hub: hubOf(server), importRoots: null });
    expect(seen).toMatchObject({ name: ID, formatVersion: "v2.1", episodes: 3, frames: 900 });
    expect(server.log.some(({ url }) => url.includes("/data/"))).toBe(false);
  });

  test("a cancel is heard while a download stalls", async () => {
    await using server = await startHub({ id: ID, folder: dataset });
    const hub = hubOf(server);
    const stop = new AbortController();
    const progress = ({ phase, done }: { phase: string; done: number }): void => {
      if (phase === "downloading" && done > 0) stop.abort();
    };
    await expect(bench.import(ID, { hub, signal: stop.signal, progress })).rejects.toMatchObject({
      code: "cancelled",
    });
    await rm(hub.home!, { recursive: true, force: true });
  });
});

import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { createDataset, createEpisode, createWorkspace, startTestDatabase } from "@retake/dev-env";
import { type Db } from "@retake/db";
import { createListener } from "@retake/db/notify";
import { probeVideo } from "@retake/media/probe";
import { createStills } from "@retake/media/stills";
import { type ObjectStore, openObjectStore } from "@retake/telemetry/object-store";
import { expect, onTestFinished, test, vi } from "vitest";
import { createPicturePass } from "../src/jobs/picture-pass.ts";
import { createLog } from "../src/log.ts";

const CLIPS = path.resolve(import.meta.dirname, "../../../packages/media/test/fixtures");
const soon = { timeout: 60_000, interval: 50 };

function folderStore(): { store: ObjectStore; root: string } {
  const root = fs.mkdtempSync(path.join(process.env["TMPDIR"] ?? "/tmp", "retake-pictures-"));
  onTestFinished(() => fs.rmSync(root, { recursive: true, force: true }));
  return { store: openObjectStore(`file:${root}`), root };
}

async function keysOf(store: ObjectStore): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of store.list("derived/")) keys.push(key);
  return keys;
}

/** An episode whose one camera is the clip, which need not be readable. */
async function addEpisode(
  db: Db,
  store: ObjectStore,
  options: {
    workspaceId: string;
    datasetId: string;
    clip: string;
    bytes?: Buffer;
    playable: "native" | "needs_proxy";
  },
): Promise<{ hash: string; id: string }> {
  const bytes = options.bytes ?? fs.readFileSync(path.join(CLIPS, options.clip));
  const hash = createHash("sha256").update(bytes).digest("hex");
  const key = `video/${hash.slice(0, 2)}/${hash}.mp4`;
  await store.put(key, bytes);
  const probe = await probeVideo(path.join(CLIPS, options.clip));
  const { codec, mimeCodec, width, height, frames, fps } = probe;
  await db.prisma.videoFile.create({
    data: {
      hash,
      key,
      bytes: bytes.length,
      codec,
      mimeCodec,
      width,
      height,
      frames,
      fps,
      playable: options.playable,
    },
  });
  const { id } = await createEpisode(db, { workspaceId: options.workspaceId, datasetId: options.datasetId });
  await db.prisma.episodeCamera.create({
    data: { episodeId: id, topic: "/observation/images/front", storage: "video", videoHash: hash, frames },
  });
  return { hash, id };
}

test("posters are ready before anybody asks, and a broken video costs its own picture only", async () => {
  await using database = await startTestDatabase();
  const { db } = database;
  const { store } = folderStore();
  const workspaceId = (await createWorkspace(db)).id;
  const datasetId = (await createDataset(db, { workspaceId })).id;
  const broken = fs.readFileSync(path.join(CLIPS, "av1-g30.mp4")).subarray(0, 2_000);
  await addEpisode(db, store, {
    workspaceId,
    datasetId,
    clip: "av1-g30.mp4",
    bytes: broken,
    playable: "native",
  });
  const good = await addEpisode(db, store, {
    workspaceId,
    datasetId,
    clip: "av1-g2.mp4",
    playable: "native",
  });

  const lines: string[] = [];
  const log = createLog("info", (line) => lines.push(line));
  const pass = createPicturePass({ db, store, ffmpegPath: null, log });
  pass.add(datasetId);
  await vi.waitFor(() => expect(lines.join("")).toContain('"posters"'), soon);
  await pass.stop();
  expect(JSON.parse(lines.find((line) => line.includes('"posters"')) ?? "")).toMatchObject({
    episodes: 2,
    failures: 2,
  });
  const made = await keysOf(store);
  expect(made).toHaveLength(2);

  // The very picture the list asks for: no file is added by asking.
  const stills = createStills({ derived: store });
  const { frames } = await db.prisma.videoFile.findUniqueOrThrow({ where: { hash: good.hash } });
  const file = store.localPath(`video/${good.hash.slice(0, 2)}/${good.hash}.mp4`) ?? "";
  await stills.poster({ file, hash: good.hash, firstFrame: 0, frames, width: 128 });
  stills.close();
  expect(await keysOf(store)).toEqual(made);
});

test(
  "a video no browser plays gets its H.264 copy, also one that an earlier worker left undone, and watchers are woken",
  { timeout: 300_000 },
  async () => {
    await using database = await startTestDatabase();
    const { db } = database;
    const { store } = folderStore();
    const workspaceId = (await createWorkspace(db)).id;
    const datasetId = (await createDataset(db, { workspaceId })).id;
    const { hash, id } = await addEpisode(db, store, {
      workspaceId,
      datasetId,
      clip: "mpeg4-open-groups.mp4",
      playable: "needs_proxy",
    });
    const listener = createListener(database.url);
    onTestFinished(() => listener.close());
    const woken: string[] = [];
    listener.on("episode", (episode) => woken.push(episode));
    await listener.ready();

    const pass = createPicturePass({ db, store, ffmpegPath: null, log: createLog("error") });
    pass.start();
    const { sessionId } = await db.prisma.episode.findUniqueOrThrow({ where: { id } });
    const wakeUp = `${workspaceId}/${sessionId}`;
    await vi.waitFor(() => expect(woken).toEqual([wakeUp]), { ...soon, timeout: 100_000 });
    await pass.stop();
    const { proxyKey } = await db.prisma.videoFile.findUniqueOrThrow({ where: { hash } });
    expect((await probeVideo(store.localPath(proxyKey ?? "") ?? "")).codec).toBe("h264");
  },
);

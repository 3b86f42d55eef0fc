import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Db } from "@retake/db";
import { startTestDatabase } from "@retake/dev-env";
import { openObjectStore } from "@retake/telemetry/object-store";
import { openLogTail, type LogTail } from "@retake/telemetry/tail";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createEpisode } from "./fixtures/episodes.ts";
import { pictureAt, startRecorder, stateAt, type Recorder } from "./fixtures/recorder.ts";
import { watchCatalogue, type WatchedCatalogue } from "./fixtures/watched-catalogue.ts";

let database: Awaited<ReturnType<typeof startTestDatabase>>;
let db: Db;
let dataDir: string;
let workspaceId: string;
let recorder: Recorder;
let tail: LogTail;
/** No wake-up ever comes by itself. */
let watched: WatchedCatalogue;
const store = openObjectStore("memory:");

beforeAll(async () => {
  database = await startTestDatabase();
  ({ db } = database);
  dataDir = await mkdtemp(path.join(tmpdir(), "retake-live-"));
  ({ id: workspaceId } = await db.prisma.workspace.create({ data: { slug: "lab", name: "lab" } }));
  recorder = await startRecorder({ db, store, dataDir });
});
afterAll(async () => {
  await recorder.log.close();
  await database.close();
  await rm(dataDir, { recursive: true, force: true });
});
beforeEach(() => {
  tail?.close();
  tail = openLogTail({ folder: path.join(dataDir, "log") });
  watched = watchCatalogue(db, { tail });
});

const states = (from: number, count: number) => Array.from({ length: count }, (_, i) => stateAt(from + i));

describe("a recording in the catalogue", () => {
  test("that was stored, and left the log before its wake-up came, is loaded again at once", async () => {
    const id = await recorder.begin(workspaceId, "live.raced");
    for (let k = 0; k < 40; k++) await recorder.send(id, states(10 * k, 10));
    const before = await watched.catalogue.episode(workspaceId, "live.raced");
    expect(before?.segments.every(({ key }) => key.startsWith("tail/"))).toBe(true);
    await recorder.seal(id, 0, 1, 401);
    const held = watched.asked.length;
    // Stored, but still in the log: what is held is whole.
    expect((await watched.catalogue.episode(workspaceId, "live.raced"))?.totalMessages).toBe(400);
    expect(watched.asked.length).toBe(held);
    await recorder.log.dropFiles(() => true);
    await recorder.send(id, states(400, 10));
    const after = await watched.catalogue.episode(workspaceId, "live.raced");
    expect(after).toMatchObject({
      totalMessages: 410,
      recording: { sealedSeq: 401, nextSeq: 411, isOpen: true },
    });
    expect(after?.segments.map(({ key }) => key.split("/", 1)[0])).toEqual(["seg", "tail"]);
    expect(watched.asked.slice(held).filter(({ kind }) => kind === "one")).toHaveLength(1);
  });

  test("is the same object while the log has not grown", async () => {
    const id = await recorder.begin(workspaceId, "live.same");
    await recorder.send(id, [stateAt(0), pictureAt(0)]);
    const first = await watched.catalogue.episode(workspaceId, "live.same");
    expect(await watched.catalogue.episode(workspaceId, "live.same")).toBe(first);
    await recorder.send(id, [stateAt(1)]);
    const second = await watched.catalogue.episode(workspaceId, "live.same");
    expect([first?.totalMessages, second?.totalMessages]).toEqual([2, 3]);
  });

  test("has no recording and looks at no log once it is stored as a whole, nor when it was imported", async () => {
    const id = await recorder.begin(workspaceId, "live.done");
    await recorder.send(id, states(0, 5));
    await recorder.seal(id, 0, 1, 6);
    await recorder.end(id);
    await db.prisma.recording.update({ where: { episodeId: id }, data: { finished: true } });
    await createEpisode(db, store, { workspaceId, sessionId: "lab.imported" });
    const looks = { count: 0 };
    const counting: LogTail = Object.assign(Object.create(tail) as LogTail, {
      refresh: async () => void (looks.count += 1),
    });
    const { catalogue } = watchCatalogue(db, { tail: counting });
    const done = await catalogue.episode(workspaceId, "live.done");
    expect(done).toMatchObject({ recording: null, segments: [{ blobs: null }] });
    expect(await catalogue.episode(workspaceId, "lab.imported")).toMatchObject({ recording: null });
    expect(looks.count).toBe(0);
  });

  test("never lies ready while the log may have more of it", async () => {
    await recorder.begin(workspaceId, "live.warmed");
    await createEpisode(db, store, { workspaceId, sessionId: "lab.warmed" });
    await watched.catalogue.episode(workspaceId, "live.warmed");
    await watched.warmed();
    expect(watched.catalogue.sessionJson(workspaceId, "lab.warmed")).not.toBeNull();
    expect(watched.catalogue.sessionJson(workspaceId, "live.warmed")).toBeNull();
    expect(watched.catalogue.held(workspaceId, "lab.warmed")).not.toBeNull();
    expect(watched.catalogue.held(workspaceId, "live.warmed")).toBeNull();
  });

  test("answers as it is stored to those who follow the log themselves", async () => {
    const id = await recorder.begin(workspaceId, "live.follows");
    await recorder.send(id, states(0, 5));
    expect(await watched.catalogue.stored(workspaceId, "live.follows")).toMatchObject({ segments: [] });
    expect(tail.stats().encodings).toBe(0);
  });

  test("says of topics and cameras what was sent, on top of what is stored", async () => {
    const id = await recorder.begin(workspaceId, "live.topics");
    await recorder.send(id, [
      ...states(0, 20),
      ...Array.from({ length: 5 }, (_, k) => pictureAt(k, k / 2.5)),
    ]);
    await recorder.seal(id, 0, 1, 11);
    watched.gap();
    const episode = await watched.catalogue.episode(workspaceId, "live.topics");
    expect(episode?.topics).toEqual([
      expect.objectContaining({
        name: "/arm/state",
        messageCount: 20,
        firstTime: 0,
        lastTime: 1.9,
        avgFrequency: 10,
      }),
      expect.objectContaining({ name: "/cam/front", kind: "camera", messageCount: 5 }),
    ]);
    const [camera] = episode?.cameras ?? [];
    expect(camera).toMatchObject({ storage: "images", frames: 5, fromTime: 0 });
    expect(camera?.fps).toBeCloseTo(2.5, 9);
    expect(episode).toMatchObject({
      posterTopic: "/cam/front",
      cameraCount: 1,
      totalFrames: 20,
      endTime: 1.9,
    });
  });
});

import { addAnnotation, annotationsOf } from "@retake/collab/document";
import { CLOSE } from "@retake/collab/messages";
import { createRoomHost, ROOM_LIMITS, roomRef, type RoomPeer } from "@retake/collab/room-host";
import { createRoomStore } from "@retake/db/rooms";
import { createEpisode, createWorkspace, startTestDatabase, type TestDatabase } from "@retake/dev-env";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestFront } from "./fixtures/front.ts";
import { editing, eventually, visitors } from "./fixtures/rooms.ts";
import { stubborn } from "./fixtures/stubborn-pool.ts";

let database: TestDatabase;
let workspaceId: string;
beforeAll(async () => {
  database = await startTestDatabase();
  workspaceId = (await createWorkspace(database.db)).id;
});
afterAll(() => database.close());

const slip = (at: number) => ({ lane: "events", label: "slip", start: at, end: null });

test("while nothing can be stored nothing is shown as saved, nor to others; then all of it is, once", async () => {
  const wrapped: { value: ReturnType<typeof stubborn> | null } = { value: null };
  const house = await startTestFront({
    wrapDb: (db) => {
      wrapped.value = stubborn(db);
      return wrapped.value.db;
    },
  });
  const { join, leaveAll } = visitors(() => house);
  try {
    const [a, b] = [join("annotator"), join("admin")];
    await eventually(() => a.provider.synced && b.provider.synced);
    const faulty = wrapped.value!;
    for (const mood of ["refuses", "commit lost"] as const) {
      const refusals = faulty.refusals;
      const before = annotationsOf(b.document).length;
      faulty.mood = mood;
      addAnnotation(editing(a), slip(before));
      await eventually(() => faulty.refusals > refusals);
      if (mood === "refuses") {
        expect(a.isSaved()).toBe(false);
        expect(annotationsOf(b.document)).toHaveLength(before);
        faulty.mood = "willing";
      }
      await eventually(() => a.isSaved() && annotationsOf(b.document).length === before + 1);
    }
    expect(await house.db.prisma.annotation.count()).toBe(2);
    expect([...a.closes, ...b.closes]).toEqual([]);
  } finally {
    leaveAll();
    await house.close();
  }
});

/** A peer without a socket. */
function quietPeer(userId: string): RoomPeer & { closed: number[]; backlog: number; sent: Uint8Array[] } {
  const peer = {
    userId,
    canWrite: true,
    closed: [] as number[],
    backlog: 0,
    sent: [] as Uint8Array[],
    send: (message: Uint8Array) => void peer.sent.push(message),
    backlogBytes: () => peer.backlog,
    close: (code: number) => void peer.closed.push(code),
  };
  return peer;
}

test("a database that stays away sends everybody home to come back, and changes by scripts fail openly", async () => {
  const { id } = await createEpisode(database.db, { workspaceId });
  const faulty = stubborn(database.db);
  const host = createRoomHost({ store: createRoomStore(faulty.db), giveUpMs: 300 });
  const ann = quietPeer("ann");
  host.connect(roomRef(id), ann);
  await eventually(() => ann.sent.length > 0);
  faulty.mood = "refuses";
  const changed = host.change(roomRef(id), "ann", ({ document }) => document.fields.set("rating", 3));
  await expect(changed).rejects.toMatchObject({ code: "unavailable" });
  expect(ann.closed).toEqual([CLOSE.unavailable]);
  faulty.mood = "willing";
  await host.change(roomRef(id), "ann", ({ document }) => document.fields.set("rating", 4));
  expect(await database.db.prisma.episode.findUnique({ where: { id } })).toMatchObject({ rating: 4 });
  await host.close();
});

test("a socket that does not read is cut off; a room without visitors closes, and opens from its snapshot", async () => {
  const { id } = await createEpisode(database.db, { workspaceId });
  const ref = roomRef(id);
  const host = createRoomHost({ store: createRoomStore(database.db), idleMs: 50 });
  const [slow, fast] = [quietPeer("slow"), quietPeer("fast")];
  host.connect(ref, slow);
  const staying = host.connect(ref, fast);
  await eventually(() => slow.sent.length > 0 && fast.sent.length > 0);
  slow.backlog = ROOM_LIMITS.backlogBytesMax + 1;
  for (let i = 0; i < ROOM_LIMITS.updatesPerSnapshot + 5; i += 1)
    await host.change(ref, "ann", ({ document }) => document.fields.set("rating", 1 + (i % 5)));
  expect(slow.closed).toEqual([CLOSE.tooFast]);
  expect(fast.closed).toEqual([]);
  staying.left();
  await eventually(() => host.count() === 0);
  const { prisma } = database.db;
  expect(await prisma.roomSnapshot.count({ where: { room: id } })).toBe(1);
  // History is kept whole beside the snapshot.
  expect(await prisma.roomUpdate.count({ where: { room: id } })).toBe(ROOM_LIMITS.updatesPerSnapshot + 5);
  const store = createRoomStore(database.db);
  const [loaded] = await store.load([{ ref, after: null }]);
  expect(loaded?.updates.length).toBeLessThan(10);
  const rating = await host.change(ref, "ann", ({ document }) => document.fields.get("rating"));
  expect(rating).toBe(1 + ((ROOM_LIMITS.updatesPerSnapshot + 4) % 5));
  await host.close();
});

test("a change that fails half way leaves nothing, and those beside it are stored", async () => {
  const { id } = await createEpisode(database.db, { workspaceId });
  const host = createRoomHost({ store: createRoomStore(database.db) });
  const change = (rating: number, fails: boolean): Promise<void> =>
    host.change(roomRef(id), "ann", ({ document }) => {
      document.fields.set("rating", rating);
      document.fields.set("notes", String(rating));
      if (fails) throw new Error("half way");
    });
  const settled = await Promise.allSettled([change(1, false), change(2, true), change(3, false)]);
  expect(settled.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  expect(await database.db.prisma.episode.findUnique({ where: { id } })).toMatchObject({
    rating: 3,
    notes: "3",
  });
  await host.close();
});

test("many documents change together with nothing kept in memory; a failure leaves its batch as it was", async () => {
  const refs = await Promise.all(
    Array.from({ length: 20 }, async () => roomRef((await createEpisode(database.db, { workspaceId })).id)),
  );
  const host = createRoomHost({ store: createRoomStore(database.db) });
  const missing = roomRef("nowhere");
  const found = await host.changeMany([...refs, missing], "ann", ({ document }) =>
    document.fields.set("rating", 5),
  );
  expect(found).toEqual(new Set(refs.map(({ key }) => key)));
  const failing = host.changeMany(refs, "ann", ({ document, ref }) => {
    if (ref === refs[7]) throw new Error("not this one");
    document.fields.set("rating", 1);
  });
  await expect(failing).rejects.toThrow();
  expect(host.count()).toBe(0);
  const ids = refs.map(({ episodeId }) => episodeId);
  expect(await database.db.prisma.episode.count({ where: { id: { in: ids }, rating: 5 } })).toBe(20);
  await host.close();
});

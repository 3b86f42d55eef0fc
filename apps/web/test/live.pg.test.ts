import { LIMITS } from "@retake/core/limits";
import { createTRPCClient, createWSClient, httpBatchLink, wsLink } from "@trpc/client";
import type { AppRouter } from "@retake/trpc/router";
import type { FollowUpdate, LiveCount, LiveUpdate } from "@retake/trpc/schemas";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { WebSocket } from "ws";
import { startTestFront, type TestFront } from "./fixtures/front.ts";
import { changeRecording, createRecording, createScriptedTail } from "./fixtures/recordings.ts";

const tail = createScriptedTail();
let house: TestFront;
let query: ReturnType<typeof createTRPCClient<AppRouter>>;
const workspace = "lab";

beforeAll(async () => {
  house = await startTestFront({ parts: { liveTail: tail } });
  const { cookie } = house.lab.people.viewer;
  query = createTRPCClient<AppRouter>({
    links: [httpBatchLink({ url: `${house.url}/api/trpc`, headers: { cookie } })],
  });
});
afterAll(() => house.close());

/** A client over a socket, as a page has it. */
function open(cookie: string) {
  const sockets: WebSocket[] = [];
  class Socket extends WebSocket {
    constructor(url: string | URL) {
      super(url, { headers: { cookie, origin: house.url } });
      sockets.push(this);
    }
  }
  const socket = createWSClient({
    url: `${house.url.replace("http", "ws")}/api/trpc`,
    WebSocket: Socket as never,
    retryDelayMs: () => 60_000,
  });
  const client = createTRPCClient<AppRouter>({ links: [wsLink({ client: socket })] });
  return { client, sockets, close: () => socket.close() };
}

const byId = (list: readonly { sessionId: string }[]): string[] => list.map(({ sessionId }) => sessionId);
const until = (check: () => unknown): Promise<void> =>
  vi.waitFor(() => expect(check()).toBe(true), { timeout: 60_000, interval: 20 });

test("the list has what records now and what ended in the last ten minutes, and says of each how it stands", async () => {
  const { db, lab, rival } = house;
  const now = Date.now();
  await createRecording(db, { workspaceId: lab.id, sessionId: "list.now" });
  await createRecording(db, {
    workspaceId: lab.id,
    sessionId: "list.cut",
    connected: false,
    lastMessageAt: new Date(now - 12_000),
  });
  const ended = { connected: false, finished: true } as const;
  await createRecording(db, {
    workspaceId: lab.id,
    sessionId: "list.ended",
    endedAt: new Date(now - 60_000),
    ...ended,
  });
  await createRecording(db, {
    workspaceId: lab.id,
    sessionId: "list.old",
    endedAt: new Date(now - 660_000),
    ...ended,
  });
  await createRecording(db, { workspaceId: lab.id, sessionId: "list.hidden", published: false });
  await createRecording(db, { workspaceId: rival.id, sessionId: "list.rival" });
  const { recordings, serverTime, ingestPort } = await query.live.list.query({ workspace });
  expect(ingestPort).toBeGreaterThan(0);
  expect(serverTime).toBeCloseTo(now / 1000, -1);
  expect(byId(recordings).toSorted()).toEqual(["list.cut", "list.ended", "list.now"]);
  const [cut, end, live] = recordings.toSorted((a, b) => (a.sessionId < b.sessionId ? -1 : 1));
  expect([cut?.state, end?.state, live?.state]).toEqual(["cut_off", "ended", "recording"]);
  expect(live).toMatchObject({ task: "wipe the table", operator: "Ada", cutOff: null });
  expect(live?.figures).toEqual({ rateHz: 150, bytesPerS: 9_000, lagMs: 4 });
  expect(live?.sparks).toEqual([
    { topic: "/a", values: [1, 2] },
    { topic: "/b", values: [3, 4] },
  ]);
  expect(live?.topics[1]).toMatchObject({ lamp: "bad", reason: "dark for 3.0 s" });
  expect(live?.cameras).toEqual([
    { topic: "/cam/front", name: "front", pictureUrl: "/media/lab/list.now/%2Fcam%2Ffront/live.jpg" },
  ]);
  expect(Date.parse(cut?.cutOff?.since ?? "")).toBe(now - 12_000);
  expect(Date.parse(cut?.cutOff?.until ?? "")).toBe(now - 12_000 + LIMITS.recordingGraceMs);
  expect(end?.cameras[0]?.pictureUrl).toMatch(/poster\.jpg$/);
});

test("a watcher hears all recordings, then only the one that changed; the count changes with it", async () => {
  const id = await createRecording(house.db, { workspaceId: house.lab.id, sessionId: "watch.one" });
  await createRecording(house.db, { workspaceId: house.lab.id, sessionId: "watch.two" });
  const { client, close } = open(house.lab.people.viewer.cookie);
  const heard: LiveUpdate[] = [];
  const counts: LiveCount[] = [];
  client.live.watch.subscribe({ workspace }, { onData: (update) => heard.push(update) });
  client.live.count.subscribe({ workspace }, { onData: (count) => counts.push(count) });
  await until(() => heard.length === 1 && counts.length === 1);
  expect(heard[0]?.reset).toBe(true);
  expect(byId(heard[0]?.recordings ?? [])).toEqual(expect.arrayContaining(["watch.one", "watch.two"]));
  await changeRecording(house.db, id, { connected: false });
  await until(() => heard.length === 2 && counts.length === 2);
  expect([heard[1]?.reset, byId(heard[1]?.recordings ?? [])]).toEqual([false, ["watch.one"]]);
  expect(counts[1]).toEqual({
    recording: (counts[0]?.recording ?? 0) - 1,
    cutOff: (counts[0]?.cutOff ?? 0) + 1,
  });
  await house.db.prisma.recording.update({ where: { episodeId: id }, data: { endedAt: new Date(0) } });
  await changeRecording(house.db, id, {});
  await until(() => heard.length === 3);
  expect(heard[2]?.gone).toEqual(["watch.one"]);
  await close();
});

test("however many pages watch, a wake-up costs one query for all of them", async () => {
  const id = await createRecording(house.db, { workspaceId: house.lab.id, sessionId: "shared.one" });
  const { client, close } = open(house.lab.people.viewer.cookie);
  const heard = Array.from({ length: 10 }, () => 0);
  heard.forEach((_, i) => {
    client.live.watch.subscribe({ workspace }, { onData: () => (heard[i] = (heard[i] ?? 0) + 1) });
  });
  await until(() => heard.every((count) => count === 1));
  const before = house.queries();
  await changeRecording(house.db, id, { connected: false });
  await until(() => heard.every((count) => count === 2));
  // The change itself and its notification cost three; with relations the shared query is a few statements.
  expect(house.queries() - before).toBeLessThan(12);
  await close();
});

test("a follower hears where the recording stands, each mark once, and the end when it is stored", async () => {
  const id = await createRecording(house.db, { workspaceId: house.lab.id, sessionId: "follow.one" });
  tail.advance(id, {
    headSeq: 11,
    headTime: 0.2,
    marks: [{ key: "s3", time: 0.1, kind: "note", text: "go" }],
  });
  const { client, close } = open(house.lab.people.viewer.cookie);
  const heard: FollowUpdate[] = [];
  let isOver = false;
  client.live.follow.subscribe(
    { workspace, sessionId: "follow.one" },
    { onData: (update) => heard.push(update), onComplete: () => (isOver = true) },
  );
  await until(() => heard.length === 1);
  expect(heard[0]).toMatchObject({ headSeq: 11, headTime: 0.2, state: "recording", finished: false });
  expect(heard[0]?.marks).toEqual([{ key: "s3", time: 0.1, kind: "note", text: "go" }]);
  for (let seq = 12; seq <= 500; seq += 1) tail.advance(id, { headSeq: seq, headTime: seq / 50 });
  await until(() => heard.at(-1)?.headSeq === 500);
  expect(heard.length).toBeLessThan(10);
  await house.db.prisma.episodeMark.createMany({
    data: [
      { episodeId: id, key: "s3", time: 0.1, serverTime: new Date(), kind: "note", text: "go" },
      { episodeId: id, key: "s499", time: 9.9, serverTime: new Date(), kind: "success", text: null },
    ],
  });
  await changeRecording(house.db, id, { sealedSeq: 500n });
  await until(() => heard.at(-1)?.sealedSeq === 500);
  expect(heard.flatMap(({ marks }) => marks.map(({ key }) => key))).toEqual(["s3", "s499"]);
  await changeRecording(house.db, id, { connected: false, endedAt: new Date(), finished: true });
  await until(() => isOver);
  expect(heard.at(-1)).toMatchObject({ state: "ended", finished: true });
  expect(tail.listeners).toBe(0);
  const detail = await query.episodes.get.query({ workspace, sessionId: "follow.one" });
  expect(detail.marks.map(({ key, kind }) => [key, kind])).toEqual([
    ["s3", "note"],
    ["s499", "success"],
  ]);
  await close();
});

test("a follower that goes away leaves nothing behind", async () => {
  await createRecording(house.db, { workspaceId: house.lab.id, sessionId: "leave.one" });
  const { client, close } = open(house.lab.people.viewer.cookie);
  const heard: FollowUpdate[] = [];
  const followers = Array.from({ length: 20 }, () =>
    client.live.follow.subscribe(
      { workspace, sessionId: "leave.one" },
      { onData: (update) => heard.push(update) },
    ),
  );
  await until(() => heard.length === 20 && tail.listeners === 20);
  for (const follower of followers.slice(10)) follower.unsubscribe();
  await until(() => tail.listeners === 10);
  await close();
  await until(() => tail.listeners === 0);
});

test("a reader that does not read is waited for: no message is made for it until it has read", async () => {
  const [deaf, other] = await Promise.all(
    ["deaf.one", "deaf.other"].map((sessionId) =>
      createRecording(house.db, { workspaceId: house.lab.id, sessionId }),
    ),
  );
  const follow = (sessionId: string) => {
    const page = open(house.lab.people.viewer.cookie);
    const heard: FollowUpdate[] = [];
    page.client.live.follow.subscribe({ workspace, sessionId }, { onData: (update) => heard.push(update) });
    return { ...page, heard };
  };
  const [silent, reading] = [follow("deaf.one"), follow("deaf.other")];
  await until(() => silent.heard.length === 1 && reading.heard.length === 1);
  silent.sockets[0]?.pause();
  // Megabytes in one message: more than what the system keeps for a connection.
  const text = "x".repeat(1 << 20);
  const marks = Array.from(
    { length: 16 },
    (_, n) => ({ key: `s${n}`, time: n, kind: "note", text }) as const,
  );
  tail.advance(deaf!, { headSeq: 2, headTime: 1, marks: [...marks] });
  await until(() => tail.looks(deaf!) === 2);
  let seq = 2;
  await until(() => {
    seq += 1;
    for (const id of [deaf!, other!]) tail.advance(id, { headSeq: seq, headTime: seq });
    return reading.heard.length >= 20;
  });
  expect(tail.looks(deaf!)).toBe(2);
  silent.sockets[0]?.resume();
  await until(() => silent.heard.at(-1)?.headSeq === seq);
  expect(silent.heard.length).toBe(3);
  await Promise.all([silent.close(), reading.close()]);
});

import { addAnnotation, addThread, reply, type EpisodeDocument } from "@retake/collab/document";
import { createRoomHost, roomRef, type RoomHost } from "@retake/collab/room-host";
import { createRoomStore } from "@retake/db/rooms";
import {
  createTRPCClient,
  createWSClient,
  httpBatchLink,
  splitLink,
  TRPCClientError,
  wsLink,
} from "@trpc/client";
import type { AppRouter } from "@retake/trpc/router";
import type { InboxNews } from "@retake/trpc/schemas";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { WebSocket } from "ws";
import { startTestFront, type TestFront } from "./fixtures/front.ts";
import type { RoleName } from "./fixtures/people.ts";

const workspace = "lab";
const sessionId = "lab.episode_000000";
let house: TestFront;
/** As another process of the same house. */
let rooms: RoomHost;
let episodeId: string;
const closers: (() => void)[] = [];

beforeAll(async () => {
  house = await startTestFront();
  rooms = createRoomHost({ store: createRoomStore(house.db) });
  episodeId = (await house.db.prisma.episode.findFirstOrThrow({ where: { sessionId } })).id;
});
afterAll(async () => {
  for (const close of closers) close();
  await rooms.close();
  await house.close();
});

function clientOf(cookie: string) {
  class Socket extends WebSocket {
    constructor(address: string) {
      super(address, { headers: { cookie, origin: house.url } });
    }
  }
  const socket = createWSClient({
    url: `${house.url.replace("http", "ws")}/api/trpc`,
    WebSocket: Socket as unknown as typeof globalThis.WebSocket,
    lazy: { enabled: true, closeMs: 0 },
  });
  closers.push(() => void socket.close());
  return createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: ({ type }) => type === "subscription",
        true: wsLink({ client: socket }),
        false: httpBatchLink({ url: `${house.url}/api/trpc`, headers: { cookie } }),
      }),
    ],
  });
}
const as = (role: RoleName) => clientOf(house.lab.people[role].cookie);
const idOf = (role: RoleName): string => house.lab.people[role].id;

/** What somebody does in the team's document, stored when it settles. */
function write(
  role: RoleName,
  run: (writing: { document: EpisodeDocument; user: string; now: () => number }) => void,
  layer?: string,
): Promise<void> {
  const user = idOf(role);
  return rooms.change(roomRef(episodeId, layer), user, ({ document }) =>
    run({ document, user, now: Date.now }),
  );
}

test("a mention reaches the inbox of the one who is named, at once and in all their pages, until it is read", async () => {
  const annotator = as("annotator");
  const heard: InboxNews[] = [];
  const watch = annotator.inbox.watch.subscribe({ workspace }, { onData: (news) => heard.push(news) });
  await vi.waitFor(() => expect(heard).toHaveLength(1), 60_000);
  expect(heard[0]).toEqual({ unread: 0, newestAt: null });
  await write("owner", (writing) => {
    const text = `look here @[${idOf("annotator")}] and @[${house.rival.people.viewer.id}]`;
    const thread = addThread(writing, { t: 1.5, annotationId: null, text });
    reply(writing, thread, `me too @[${idOf("owner")}]`);
  });
  await vi.waitFor(() => expect(heard.at(-1)?.unread).toBe(1), 60_000);
  const { mentions, unread } = await annotator.inbox.list.query({ workspace });
  expect(unread).toBe(1);
  expect(mentions).toMatchObject([
    {
      by: { name: "owner" },
      sessionId,
      time: 1.5,
      isRead: false,
      isResolved: false,
      text: expect.stringContaining("look here"),
    },
  ]);
  // Nobody calls themselves, nor anyone who is not here.
  expect((await as("owner").inbox.list.query({ workspace })).mentions).toEqual([]);
  expect(
    (await clientOf(house.rival.people.viewer.cookie).inbox.list.query({ workspace: "rival" })).mentions,
  ).toEqual([]);

  const [{ commentId }] = mentions as [{ commentId: string }];
  await as("viewer").inbox.read.mutate({ workspace, comments: [{ sessionId, commentId }] });
  expect((await annotator.inbox.list.query({ workspace })).unread).toBe(1);
  await annotator.inbox.read.mutate({ workspace, comments: [{ sessionId, commentId }] });
  await vi.waitFor(() => expect(heard.at(-1)?.unread).toBe(0), 60_000);
  expect((await annotator.inbox.list.query({ workspace })).mentions[0]?.isRead).toBe(true);
  watch.unsubscribe();
});

test("everything is read at once, in one's own inbox of this workspace", async () => {
  await write("owner", (writing) => {
    for (const role of ["admin", "viewer"] as const)
      addThread(writing, { t: 0, annotationId: null, text: `see @[${idOf(role)}]` });
  });
  await as("admin").inbox.read.mutate({ workspace });
  expect((await as("admin").inbox.list.query({ workspace })).unread).toBe(0);
  expect((await as("viewer").inbox.list.query({ workspace })).unread).toBe(1);
});

test("the feed tells what people do, newest first, of the workspace and of one episode, page by page", async () => {
  const viewer = as("viewer");
  const heard: (string | null)[] = [];
  const watch = viewer.activity.watch.subscribe(
    { workspace, sessionId },
    { onData: ({ newest }) => heard.push(newest) },
  );
  await vi.waitFor(() => expect(heard).toHaveLength(1), 60_000);
  await write("annotator", (writing) => writing.document.fields.set("rating", 4));
  await vi.waitFor(() => expect(heard).toHaveLength(2), 60_000);
  const { activities } = await viewer.activity.list.query({ workspace, sessionId });
  expect(activities[0]).toMatchObject({
    id: heard[1],
    kind: "rating",
    person: { name: "annotator" },
    episode: { sessionId, episodeIndex: 0 },
  });
  const pages: string[] = [];
  for (let before: string | undefined; ;) {
    const page = await viewer.activity.list.query({
      workspace,
      limit: 2,
      ...(before === undefined ? {} : { before }),
    });
    pages.push(...page.activities.map(({ id }) => id));
    if (page.before === null) break;
    before = page.before;
  }
  expect(pages.length).toBeGreaterThan(3);
  expect(pages).toEqual([...new Set(pages)].toSorted((a, b) => Number(b) - Number(a)));
  expect(
    (await viewer.activity.list.query({ workspace, sessionId: "lab.episode_000001" })).activities,
  ).toEqual([]);
  const hidden = viewer.activity.list.query({ workspace, sessionId: "lab.hidden" });
  await expect(hidden).rejects.toBeInstanceOf(TRPCClientError);
  watch.unsubscribe();
});

test("what somebody labels blind, and that it is done, is told to them and to reviewers only", async () => {
  const { lab, db } = house;
  const layer = `blind:${idOf("annotator")}`;
  const assigned = await db.prisma.assignment.create({
    data: { workspaceId: lab.id, episodeId, assigneeId: idOf("annotator"), layer },
  });
  await rooms.change(roomRef(episodeId, layer), idOf("annotator"), ({ document, schema, facts }) => {
    const editing = { document, schema, user: idOf("annotator"), durationS: facts.durationS, now: Date.now };
    addAnnotation(editing, { lane: "subtask", label: "grasp", start: 0, end: 1 });
  });
  await as("annotator").review.done.mutate({ workspace, id: assigned.id });
  const kinds = async (role: RoleName): Promise<string[]> =>
    (await as(role).activity.list.query({ workspace })).activities.map(({ kind }) => kind);
  const secret = ["annotation.added", "assignment.labelled"];
  for (const role of ["owner", "annotator"] as const)
    expect(await kinds(role), role).toEqual(expect.arrayContaining(secret));
  for (const kind of await kinds("viewer")) expect(secret).not.toContain(kind);
});

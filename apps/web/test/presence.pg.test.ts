import { createDb, type Db } from "@retake/db";
import type { PersonHere } from "@retake/trpc/people-board";
import type { AppRouter } from "@retake/trpc/router";
import { createTRPCClient, createWSClient, TRPCClientError, wsLink } from "@trpc/client";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { WebSocket } from "ws";
import { createFront, type Front } from "../streams/service.ts";
import { startTestFront, type TestFront } from "./fixtures/front.ts";
import { EPISODE, eventually, visitors } from "./fixtures/rooms.ts";

// Two fronts over one database, as behind a load balancer.
let house: TestFront;
let otherDb: Db;
let other: Front;
let otherUrl: string;
const closers: (() => void)[] = [];
const { join, leaveAll } = visitors(() => house);
beforeAll(async () => {
  house = await startTestFront();
  otherDb = createDb(house.db.url, { connectionsMax: 5 });
  other = createFront(house.config, { db: otherDb, store: house.store });
  otherUrl = (await other.start()).url;
});
afterEach(() => {
  leaveAll();
  closers.splice(0).forEach((close) => close());
});
afterAll(async () => {
  await other.stop();
  await otherDb.close();
  await house.close();
});

interface Page {
  client: ReturnType<typeof createTRPCClient<AppRouter>>;
  /** What it was told last, and how often. */
  seen: { people: PersonHere[]; times: number };
  close(): void;
}

/** A page of a workspace with its one socket, which watches. */
function open(cookie: string, { url = house.url, workspace = "lab" } = {}): Page {
  class Socket extends WebSocket {
    constructor(address: string) {
      super(address, { headers: { cookie, origin: url } });
    }
  }
  const socket = createWSClient({
    url: `${url.replace("http", "ws")}/api/trpc`,
    WebSocket: Socket as unknown as typeof globalThis.WebSocket,
  });
  const client = createTRPCClient<AppRouter>({ links: [wsLink({ client: socket })] });
  const seen: Page["seen"] = { people: [], times: 0 };
  client.presence.watch.subscribe(
    { workspace },
    {
      onData: (people) => {
        seen.people = people;
        seen.times += 1;
      },
    },
  );
  const close = (): void => void socket.close();
  closers.push(close);
  return { client, seen, close };
}

const only = (userId: string, here: Partial<PersonHere>): PersonHere[] => [
  { userId, open: [], selected: [], ...here },
];

test("who has an episode open is seen in the workspace on every front, and gone when their line is cut; no other workspace hears of it", async () => {
  const { people } = house.lab;
  const pages = [open(people.viewer.cookie), open(people.viewer.cookie, { url: otherUrl })];
  const rival = open(house.rival.people.owner.cookie, { workspace: "rival" });
  await eventually(() => [...pages, rival].every(({ seen }) => seen.times > 0));
  const ann = join("annotator");
  for (const { seen } of pages) await eventually(() => seen.people.length === 1);
  for (const { seen } of pages) expect(seen.people).toEqual(only(people.annotator.id, { open: [EPISODE] }));
  // Who comes later is told who was there before.
  const late = open(people.admin.cookie, { url: otherUrl });
  await eventually(() => late.seen.people.length === 1);
  ann.cut();
  for (const { seen } of pages) await eventually(() => seen.people.length === 0);
  expect(rival.seen).toEqual({ people: [], times: 1 });
});

test("a selection is seen as long as it is shown, of several tabs as one, and goes with its socket", async () => {
  const { people } = house.lab;
  const watcher = open(people.viewer.cookie, { url: otherUrl });
  const tabs = [open(people.admin.cookie), open(people.admin.cookie, { url: otherUrl })];
  const show = (page: Page, sessionIds: string[]) =>
    page.client.presence.show.subscribe({ workspace: "lab", sessionIds }, {});
  const first = show(tabs[0]!, ["a", "b"]);
  show(tabs[1]!, ["b", "c"]);
  const selected = (): string => (watcher.seen.people[0]?.selected ?? []).toSorted().join(" ");
  await eventually(() => selected() === "a b c");
  first.unsubscribe();
  await eventually(() => selected() === "b c");
  tabs[1]!.close();
  await eventually(() => watcher.seen.people.length === 0);
});

test("a selection has its limits, and nobody shows one where they are not at home", async () => {
  const page = open(house.lab.people.viewer.cookie);
  const refused = (workspace: string, sessionIds: string[]): Promise<unknown> =>
    new Promise((resolve) => {
      const onError = (error: unknown): void =>
        resolve(error instanceof TRPCClientError ? (error.data as { code: string }).code : error);
      page.client.presence.show.subscribe(
        { workspace, sessionIds },
        { onError, onData: () => resolve("shown") },
      );
    });
  const many = (count: number): string[] => Array.from({ length: count }, (_, i) => `lab.episode_${i}`);
  expect(await refused("lab", many(201))).toBe("bad_request");
  expect(await refused("rival", ["rival.secret"])).toBe("not_found");
  const all = await Promise.all(many(25).map((id) => refused("lab", [id])));
  expect(all.filter((one) => one === "shown")).toHaveLength(20);
  expect(all.filter((one) => one === "rate_limited")).toHaveLength(5);
});

test("a long selection reaches the other front as far as a notification carries", async () => {
  const { people } = house.lab;
  const [here, there] = [open(people.viewer.cookie), open(people.viewer.cookie, { url: otherUrl })];
  const page = open(people.owner.cookie);
  const sessionIds = Array.from({ length: 200 }, (_, i) => `lab.${"long".repeat(15)}_${i}`);
  page.client.presence.show.subscribe({ workspace: "lab", sessionIds }, {});
  await eventually(() => here.seen.people[0]?.selected.length === 200);
  await eventually(() => (there.seen.people[0]?.selected.length ?? 0) > 0);
  expect(sessionIds.slice(0, 100)).toEqual(there.seen.people[0]?.selected);
});

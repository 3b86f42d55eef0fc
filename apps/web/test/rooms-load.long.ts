import { setTimeout as delay } from "node:timers/promises";
import { addAnnotation, annotationsOf, changeAnnotation, openDocument } from "@retake/collab/document";
import { createRoomHost, roomRef } from "@retake/collab/room-host";
import { createRoomStore } from "@retake/db/rooms";
import { createEpisode } from "@retake/dev-env";
import * as Y from "yjs";
import { startTestFront } from "./fixtures/front.ts";
import { editing } from "./fixtures/rooms.ts";
import { joinRoom, type RoomClient } from "./fixtures/room-client.ts";

// By hand: `node --import tsx apps/web/test/rooms-load.long.ts`. Prints what rooms cost; asserts nothing.
const PEOPLE = 30;
const SEGMENTS = 5_000;
const COMMENTS = 500;
const BULK = 10_000;
const EPISODE_S = 5_000;
const print = (line: string): void => void process.stdout.write(`${line}\n`);
const house = await startTestFront();
const { db, lab, url } = house;

async function until(check: () => boolean): Promise<void> {
  while (!check()) await delay(1);
}

function quantiles(values: number[]): string {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): string => (sorted[Math.floor((sorted.length - 1) * share)] ?? 0).toFixed(1);
  return `p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, max ${at(1)} ms`;
}

function enter(sessionId: string, role: "annotator" | "admin" | "owner" = "annotator"): RoomClient {
  const { id, cookie } = lab.people[role];
  return joinRoom({ url, sessionId, cookie, user: id });
}

/** From an edge moved by one to its being seen by another. */
async function edits(watch: RoomClient, edit: RoomClient, id: string, times: number): Promise<number[]> {
  const took: number[] = [];
  for (let i = 0; i < times; i += 1) {
    const start = 1 + (i % 50) / 100;
    const seen = new Promise<void>((resolve) => {
      watch.document.annotations.observeDeep(function look() {
        if (watch.document.annotations.get(id)?.get("start") !== start) return;
        watch.document.annotations.unobserveDeep(look);
        resolve();
      });
    });
    const begun = performance.now();
    changeAnnotation(editing(edit, EPISODE_S), id, { start });
    await seen;
    took.push(performance.now() - begun);
    await delay(20);
  }
  return took;
}

async function thirtyPeople(): Promise<void> {
  const { sessionId } = await createEpisode(db, {
    workspaceId: lab.id,
    durationS: EPISODE_S,
    endTime: EPISODE_S,
  });
  const crowd = Array.from({ length: PEOPLE }, () => enter(sessionId));
  await until(() => crowd.every(({ provider }) => provider.synced));
  const [a, b, ...others] = crowd as [RoomClient, RoomClient, ...RoomClient[]];
  const id = addAnnotation(editing(a, EPISODE_S), {
    lane: "quality",
    label: "mistake",
    start: 1,
    end: 4_000,
  });
  await until(() => b.document.annotations.has(id));
  let busy = true;
  let changes = 0;
  const working = others.map(async (one, i) => {
    const own = addAnnotation(editing(one, EPISODE_S), {
      lane: "quality",
      label: "recovery",
      start: i,
      end: i + 2,
    });
    while (busy) {
      one.provider.awareness.setLocalStateField("user", { id: one.user, t: Math.random() });
      changeAnnotation(editing(one, EPISODE_S), own, { start: i + Math.random() });
      changes += 1;
      await delay(200);
    }
  });
  const begun = performance.now();
  const took = await edits(b, a, id, 200);
  busy = false;
  await Promise.all(working);
  const perS = (changes / ((performance.now() - begun) / 1000)).toFixed(0);
  print(
    `${PEOPLE} people in a room, ${perS} other changes/s: an edge is seen by another after ${quantiles(took)} (all in one process with the server)`,
  );
  crowd.forEach((one) => one.close());
}

async function largeDocument(): Promise<void> {
  const { id: episodeId, sessionId } = await createEpisode(db, {
    workspaceId: lab.id,
    durationS: EPISODE_S,
    endTime: EPISODE_S,
  });
  const host = createRoomHost({ store: createRoomStore(db), idleMs: 10 });
  const user = lab.people.annotator.id;
  await host.change(roomRef(episodeId), user, ({ document }) => {
    const map = (values: object): Y.Map<unknown> => new Y.Map(Object.entries(values));
    for (let i = 0; i < SEGMENTS; i += 1)
      document.annotations.set(
        `segment-${i}`,
        map({
          lane: "subtask",
          label: "grasp",
          start: i,
          end: i + 1,
          author: user,
          at: i,
          origin: "human",
          state: "accepted",
          note: "",
        }),
      );
    for (let i = 0; i < COMMENTS; i += 1) {
      const comment = map({
        by: user,
        at: i,
        text: "Is this one right? The gripper looks late.",
        editedAt: null,
      });
      document.threads.set(
        `thread-${i}`,
        map({
          t: i * 10,
          annotationId: null,
          resolved: false,
          by: user,
          at: i,
          messages: map({ [`comment-${i}`]: comment }),
        }),
      );
    }
  });
  await host.close();
  global.gc?.();
  const before = process.memoryUsage().heapUsed;
  const begun = performance.now();
  const a = enter(sessionId);
  await until(() => a.provider.synced);
  const opened = performance.now() - begun;
  const decoded = performance.now();
  Y.applyUpdate(new Y.Doc(), Y.encodeStateAsUpdate(a.doc));
  const decoding = performance.now() - decoded;
  const b = enter(sessionId, "admin");
  await until(() => b.provider.synced);
  global.gc?.();
  const memory = (process.memoryUsage().heapUsed - before) / 3 / (1 << 20);
  const read = performance.now();
  annotationsOf(openDocument(a.doc));
  const reading = performance.now() - read;
  const took = await edits(b, a, "segment-10", 100);
  print(
    `${SEGMENTS} segments, ${COMMENTS} comments, ${Y.encodeStateAsUpdate(a.doc).byteLength >> 10} KiB: opens in ${opened.toFixed(0)} ms ` +
      `(decoding ${decoding.toFixed(0)}, reading ${reading.toFixed(0)}), about ${memory.toFixed(0)} MiB a copy, an edit is seen after ${quantiles(took)}`,
  );
  for (const one of [a, b]) one.close();
}

async function bulk(): Promise<void> {
  const sessionIds = Array.from({ length: BULK }, (_, i) => `bulk-${i}`);
  await db.prisma.episode.createMany({
    data: sessionIds.map((sessionId) => ({
      workspaceId: lab.id,
      sessionId,
      source: "import" as const,
      status: "completed" as const,
      fps: 10,
      publishedAt: new Date(),
    })),
  });
  for (const [name, change] of [
    ["first labels", { outcome: "failure" }],
    ["a tag more", { addTags: ["seen"] }],
  ] as const) {
    const begun = performance.now();
    const response = await fetch(`${url}/api/trpc/episodes.update`, {
      method: "POST",
      headers: { cookie: lab.people.admin.cookie, "content-type": "application/json" },
      body: JSON.stringify({ workspace: "lab", sessionIds, ...change }),
    });
    print(
      `${BULK} episodes in one call (${name}): ${((performance.now() - begun) / 1000).toFixed(1)} s, ${response.status}`,
    );
  }
}

const only = process.argv[2];
if (only === undefined || only === "people") await thirtyPeople();
if (only === undefined || only === "large") await largeDocument();
if (only === undefined || only === "bulk") await bulk();
await house.close();

import { addAnnotation, annotationsOf, fieldsOf } from "@retake/collab/document";
import { projectDocument } from "@retake/collab/projection";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import * as Y from "yjs";
import { createDb, type Db } from "@retake/db";
import { createFront, type Front } from "../streams/service.ts";
import { startTestFront, type TestFront } from "./fixtures/front.ts";
import { editing, EPISODE, eventually, visitors } from "./fixtures/rooms.ts";

// Two fronts over one database, as behind a load balancer; each has connections of its own.
let house: TestFront;
let otherDb: Db;
let other: Front;
let otherUrl: string;
const { join, leaveAll } = visitors(() => house);
beforeAll(async () => {
  house = await startTestFront();
  otherDb = createDb(house.db.url, { connectionsMax: 5 });
  other = createFront(house.config, { db: otherDb, store: house.store });
  otherUrl = (await other.start()).url;
});
afterEach(leaveAll);
afterAll(async () => {
  await other.stop();
  await otherDb.close();
  await house.close();
});

test("people on two fronts share a room: changes, order and rows are one", async () => {
  const [a, b] = [join("annotator"), join("admin", { url: otherUrl })];
  await eventually(() => a.provider.synced && b.provider.synced);
  for (let i = 0; i < 100; i += 1) {
    const one = i % 2 === 0 ? a : b;
    addAnnotation(editing(one), {
      lane: "subtask",
      label: "grasp",
      start: (i % 40) / 10,
      end: (i % 40) / 10 + 0.7,
    });
    if (i % 10 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  await eventually(() => a.isSaved() && b.isSaved());
  await eventually(() => String(Y.encodeStateVector(a.doc)) === String(Y.encodeStateVector(b.doc)));
  expect(annotationsOf(a.document)).toEqual(annotationsOf(b.document));
  const late = join("viewer", { url: otherUrl });
  await eventually(() => late.provider.synced);
  expect(annotationsOf(late.document)).toEqual(annotationsOf(a.document));
  // Rows are the projection of all of it, whoever wrote last.
  const { schema, durationS } = editing(a);
  const projected = projectDocument(a.document, schema, durationS).annotations;
  const rows = await house.db.prisma.annotation.findMany({ where: { layer: "main" } });
  const spans = (all: readonly { id: string; start: number; end: number | null }[]): unknown[] =>
    all
      .map(({ id, start, end }) => [id, start, end])
      .toSorted((x, y) => (String(x[0]) < String(y[0]) ? -1 : 1));
  expect(spans(rows)).toEqual(spans(projected));
});

test("who is in a room is seen on the other front, and who leaves is gone there", async () => {
  const [a, b] = [join("annotator"), join("admin", { url: otherUrl })];
  await eventually(() => a.provider.synced && b.provider.synced);
  const seen = (): unknown[] =>
    [...b.provider.awareness.getStates().values()].flatMap((state) =>
      "user" in state ? [state["user"]] : [],
    );
  a.provider.awareness.setLocalStateField("user", { id: a.user, name: "Ann" });
  await eventually(() => seen().length === 1);
  expect(seen()).toEqual([{ id: a.user, name: "Ann" }]);
  // Who comes later is told who was there before.
  const c = join("viewer", { url: otherUrl });
  await eventually(() => c.provider.awareness.getStates().size >= 2);
  a.cut();
  await eventually(() => seen().length === 0);
});

test("a change by REST on one front is seen in a browser on the other", async () => {
  const b = join("admin", { url: otherUrl });
  await eventually(() => b.provider.synced);
  const answer = await fetch(`${house.url}/api/v1/sessions/${EPISODE}`, {
    method: "PATCH",
    headers: { authorization: `Bearer ${house.lab.tokens.all}`, "content-type": "application/json" },
    body: JSON.stringify({ outcome: "failure" }),
  });
  expect(answer.status).toBe(200);
  await eventually(() => fieldsOf(b.document).outcome === "failure");
});

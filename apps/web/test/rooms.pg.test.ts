import {
  addAnnotation,
  addThread,
  annotationsOf,
  createUndo,
  fieldsOf,
  removeAnnotation,
  reviewAnnotation,
  setField,
  setTag,
  tagsOf,
} from "@retake/collab/document";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { startTestFront, type TestFront } from "./fixtures/front.ts";
import { editing, EPISODE, eventually, visitors } from "./fixtures/rooms.ts";

let house: TestFront;
const { join, raw, leaveAll } = visitors(() => house);
beforeAll(async () => {
  house = await startTestFront();
});
afterEach(leaveAll);
afterAll(() => house.close());

const api = (path: string, method = "GET", body?: unknown): Promise<Response> =>
  fetch(`${house.url}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${house.lab.tokens.all}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });

test("two browsers share a room; what is shown as saved is in its rows", async () => {
  const [a, b] = [join("annotator"), join("admin")];
  await eventually(() => a.provider.synced && b.provider.synced);
  expect(fieldsOf(a.document).outcome).toBe("success");
  const id = addAnnotation(editing(a), { lane: "subtask", label: "grasp", start: 1, end: 2 });
  const words = `look @[${b.user}] and @[${house.rival.people.owner.id}]`;
  addThread({ document: a.document, user: a.user, now: Date.now }, { t: 1, annotationId: id, text: words });
  setField(b.document, "outcome", "failure");
  setTag(b.document, "wobbly", { user: b.user, at: Date.now() });
  await eventually(() => a.isSaved() && b.isSaved());
  const { prisma } = house.db;
  expect(await prisma.annotation.findFirst({ where: { id } })).toMatchObject({
    label: "grasp",
    start: 1,
    end: 2,
    authorId: a.user,
    layer: "main",
  });
  expect(await prisma.comment.findMany({ include: { mentions: true } })).toMatchObject([
    { authorId: a.user, text: words, mentions: [{ userId: b.user }] },
  ]);
  expect(await prisma.episode.findFirst({ where: { sessionId: EPISODE } })).toMatchObject({
    outcome: "failure",
    tags: ["wobbly"],
    annotationCount: 1,
    openThreadCount: 1,
  });
  await eventually(
    () => annotationsOf(b.document).length === 1 && fieldsOf(a.document).outcome === "failure",
  );
  expect(tagsOf(a.document).map(({ tag }) => tag)).toEqual(["wobbly"]);
});

test("what was known of an episode before is in its document, once, whoever opens it and however often", async () => {
  const sessionId = "lab.episode_000001";
  const [a, b] = [join("annotator", { sessionId }), join("viewer", { sessionId })];
  await eventually(() => a.provider.synced && b.provider.synced);
  expect(tagsOf(a.document)).toEqual([{ tag: "slip", by: "", at: 0 }]);
  expect(tagsOf(b.document)).toEqual(tagsOf(a.document));
  const { id: room } = await house.db.prisma.episode.findFirstOrThrow({ where: { sessionId } });
  expect(await house.db.prisma.roomUpdate.count({ where: { room } })).toBe(1);
});

test("a label made by REST appears in an open browser, and one made there in lists, filters and REST", async () => {
  const a = join("annotator");
  await eventually(() => a.provider.synced);
  const before = annotationsOf(a.document).length;
  const made = await api(`/sessions/${EPISODE}/annotations`, "POST", { label: "slip", start_time: 3.14 });
  expect(made.status).toBe(201);
  const { id, ...rest } = (await made.json()) as { id: string };
  expect(rest).toMatchObject({ lane: "events", start_time: 3.1, end_time: null, state: "accepted" });
  await eventually(() => annotationsOf(a.document).length === before + 1);
  await api(`/sessions/${EPISODE}/annotations/${id}`, "PATCH", { note: "there" });
  await eventually(() => annotationsOf(a.document).some(({ note }) => note === "there"));
  await api(`/sessions/${EPISODE}`, "PATCH", { outcome: null, tags: ["b", "a"] });
  await eventually(() => fieldsOf(a.document).outcome === null && tagsOf(a.document).length === 2);
  expect(tagsOf(a.document).map(({ tag }) => tag)).toEqual(["b", "a"]);

  expect(await (await api("/sessions?label=hesitation")).json()).toMatchObject({ total: 0 });
  const own = addAnnotation(editing(a), { lane: "quality", label: "hesitation", start: 0, end: 1 });
  await eventually(() => a.isSaved());
  for (const query of ["label=hesitation", "q=hesitat"])
    await expect
      .poll(async () => ((await (await api(`/sessions?${query}`)).json()) as { total: number }).total)
      .toBe(1);
  const listed = (await (await api(`/sessions/${EPISODE}/annotations`)).json()) as {
    annotations: { id: string; author: string }[];
  };
  expect(listed.annotations.find((one) => one.id === own)).toMatchObject({ author: a.user });
  expect((await api(`/sessions/${EPISODE}/annotations/${id}`, "DELETE")).status).toBe(200);
  expect((await api(`/sessions/${EPISODE}/annotations/${id}`, "DELETE")).status).toBe(404);
  await eventually(() => !annotationsOf(a.document).some((one) => one.id === id));
});

test("of two reviewers who decide at once one wins, and both see which", async () => {
  const a = join("annotator");
  await eventually(() => a.provider.synced);
  for (let round = 0; round < 5; round += 1) {
    const id = addAnnotation(editing(a), {
      lane: "quality",
      label: "mistake",
      start: 0,
      end: 1,
      state: "proposed",
    });
    const [b, c] = [join("owner"), join("admin")];
    await eventually(() =>
      [b, c].every(({ document }) => annotationsOf(document).some((one) => one.id === id)),
    );
    reviewAnnotation(editing(b), id, "accepted");
    reviewAnnotation(editing(c), id, "rejected");
    await eventually(() => [a, b, c].every((one) => one.isSaved()));
    const seen = (): string[] =>
      [a, b, c].map(({ document }) => annotationsOf(document).find((one) => one.id === id)?.state ?? "gone");
    await eventually(() => new Set(seen()).size === 1 && seen()[0] !== "proposed");
    const row = await house.db.prisma.annotation.findFirst({ where: { id } });
    expect(row?.state).toBe(seen()[0]);
    removeAnnotation(editing(a), id);
    for (const one of [b, c]) one.close();
  }
});

test("what was changed away from the network merges on return, others' undone removals included", async () => {
  const [a, b] = [join("annotator"), join("admin")];
  await eventually(() => a.provider.synced && b.provider.synced);
  a.provider.disconnect();
  const mine = addAnnotation(editing(a), { lane: "events", label: "drop", start: 4, end: null });
  const theirs = addAnnotation(editing(b), { lane: "events", label: "contact", start: 2, end: null });
  await eventually(() => b.isSaved());
  a.provider.connect();
  await eventually(() => a.isSaved());
  const ids = (document: typeof a.document): string[] => annotationsOf(document).map(({ id }) => id);
  await eventually(() => ids(a.document).includes(theirs) && ids(b.document).includes(mine));
  // What somebody else wrote comes back under their name when a removal is taken back.
  const undo = createUndo(b.document);
  removeAnnotation(editing(b), mine);
  await eventually(() => !ids(a.document).includes(mine));
  undo.undo();
  await eventually(() => ids(a.document).includes(mine) && b.isSaved());
  expect(b.closes).toEqual([]);
  undo.destroy();
});

test("a copy of one's own is nobody else's, and the reference is its keepers'", async () => {
  const [a, b] = [join("annotator", { layer: "blind" }), join("owner", { layer: "blind" })];
  await eventually(() => a.provider.synced && b.provider.synced);
  const id = addAnnotation(editing(a), { lane: "subtask", label: "lift", start: 1, end: 2 });
  await eventually(() => a.isSaved());
  expect(await house.db.prisma.annotation.findFirst({ where: { id } })).toMatchObject({
    layer: `blind:${a.user}`,
  });
  expect(annotationsOf(b.document)).toEqual([]);
  expect(await (await raw("annotator", { layer: "gold" })).closed).toBe(4403);
  const gold = join("admin", { layer: "gold" });
  await eventually(() => gold.provider.synced);
});

import {
  addAnnotation,
  annotationsOf,
  changeAnnotation,
  fieldsOf,
  removeAnnotation,
  setField,
} from "@retake/collab/document";
import { DEFAULT_LABEL_SCHEMA } from "@retake/collab/label-schema";
import type { LabelHistoryEntry, LabelSchemaView } from "@retake/trpc/schemas";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { startTestFront, type TestFront } from "./fixtures/front.ts";
import type { RoleName } from "./fixtures/people.ts";
import { editing, EPISODE, eventually, visitors } from "./fixtures/rooms.ts";

let house: TestFront;
const { join, leaveAll } = visitors(() => house);
beforeAll(async () => {
  house = await startTestFront();
});
afterEach(leaveAll);
afterAll(() => house.close());

async function call<T>(role: RoleName, path: string, input: object, isChange = false): Promise<T> {
  const text = JSON.stringify({ workspace: "lab", ...input });
  const { cookie } = house.lab.people[role];
  const response = await (isChange
    ? fetch(`${house.url}/api/trpc/${path}`, {
        method: "POST",
        body: text,
        headers: { "content-type": "application/json", cookie },
      })
    : fetch(`${house.url}/api/trpc/${path}?input=${encodeURIComponent(text)}`, { headers: { cookie } }));
  const { result, error } = (await response.json()) as {
    result?: { data: T };
    error?: { data: { code: string } };
  };
  if (result === undefined) throw new Error(error?.data.code);
  return result.data;
}

const history = async (): Promise<LabelHistoryEntry[]> =>
  (await call<{ entries: LabelHistoryEntry[] }>("viewer", "labels.history", { sessionId: EPISODE })).entries;

test("history says who changed what; any earlier state can be made anew, and nothing is taken back", async () => {
  const [a, b] = [join("annotator"), join("admin")];
  await eventually(() => a.provider.synced && b.provider.synced);
  const id = addAnnotation(editing(a), { lane: "subtask", label: "grasp", start: 1, end: 2 });
  await eventually(() => a.isSaved() && annotationsOf(b.document).length === 1);
  changeAnnotation(editing(b), id, { end: 2.5, label: "lift" });
  await eventually(() => b.isSaved());
  setField(b.document, "outcome", "failure");
  await eventually(() => b.isSaved());
  const good = (await history())[0]?.updateId;
  await eventually(() => fieldsOf(a.document).outcome === "failure");
  removeAnnotation(editing(a), id);
  await eventually(() => a.isSaved());
  const told = (await history()).map(({ user, words }) => `${user?.name}: ${words}`);
  expect(told.toReversed()).toEqual([
    "annotator: added grasp at 1 s to 2 s",
    "admin: changed lift at 1 s: end 2 → 2.50, label grasp → lift",
    "admin: outcome success → failure",
    "annotator: removed lift at 1 s to 2.50 s",
  ]);
  await expect(
    call("viewer", "labels.restore", { sessionId: EPISODE, toUpdateId: good }, true),
  ).rejects.toThrow("forbidden");
  await expect(
    call("admin", "labels.restore", { sessionId: "lab.episode_000001", toUpdateId: good }, true),
  ).rejects.toThrow("not_found");
  await call("admin", "labels.restore", { sessionId: EPISODE, toUpdateId: good }, true);
  await eventually(() => annotationsOf(a.document).length === 1);
  expect(annotationsOf(a.document)).toMatchObject([{ id, label: "lift", author: a.user, end: 2.5 }]);
  expect((await history()).map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(["restored", "annotation.removed"]),
  );
});

test("of two admins who change the schema at once one is told to look again; open pages hear of it", async () => {
  const before = await call<LabelSchemaView>("viewer", "labels.schema.get", {});
  expect(before).toEqual({ version: 0, schema: DEFAULT_LABEL_SCHEMA });
  const woken: string[] = [];
  house.front.services.signals.on("labels", (id) => woken.push(id));
  const set = (name: string): Promise<string> =>
    call<LabelSchemaView>(
      "admin",
      "labels.schema.set",
      {
        version: 0,
        schema: {
          ...DEFAULT_LABEL_SCHEMA,
          lanes: DEFAULT_LABEL_SCHEMA.lanes.map((lane) => ({ ...lane, name })),
        },
      },
      true,
    ).then(
      () => "done",
      (error: Error) => error.message,
    );
  expect((await Promise.all([set("Mine"), set("Yours")])).toSorted()).toEqual(["conflict", "done"]);
  expect((await call<LabelSchemaView>("viewer", "labels.schema.get", {})).version).toBe(1);
  await eventually(() => woken.includes(house.lab.id));
});

test("labels of a new class are taken as soon as the schema has it", async () => {
  const post = async (): Promise<number> =>
    (
      await fetch(`${house.url}/api/v1/sessions/${EPISODE}/annotations`, {
        method: "POST",
        headers: { authorization: `Bearer ${house.lab.tokens.all}`, "content-type": "application/json" },
        body: JSON.stringify({ label: "spill", start_time: 1 }),
      })
    ).status;
  expect(await post()).toBe(400);
  const { version, schema } = await call<LabelSchemaView>("viewer", "labels.schema.get", {});
  const spill = { id: "spill", name: "Spill", lane: "events", colour: 1, hotkey: null };
  await call(
    "owner",
    "labels.schema.set",
    { version, schema: { ...schema, classes: [...schema.classes, spill] } },
    true,
  );
  expect(await post()).toBe(201);
});

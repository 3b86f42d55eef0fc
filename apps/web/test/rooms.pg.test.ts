import { DEFAULT_LABEL_SCHEMA } from "@retake/collab/label-schema";
import { addAnnotation, annotationsOf, fieldsOf, setField, setTag, tagsOf } from "@retake/collab/document";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { startTestFront, type TestFront } from "./fixtures/front.ts";
import { joinRoom, type RoomClient } from "./fixtures/room-client.ts";
import type { RoleName } from "./fixtures/people.ts";

let house: TestFront;
const clients: RoomClient[] = [];
beforeAll(async () => {
  house = await startTestFront();
});
afterEach(() => clients.splice(0).forEach((client) => client.close()));
afterAll(() => house.close());

export function editing(client: RoomClient, durationS = 5) {
  const { document, user } = client;
  return { document, user, schema: DEFAULT_LABEL_SCHEMA, durationS, now: () => Date.now() };
}

function join(role: RoleName, sessionId = "lab.episode_000000", layer?: string): RoomClient {
  const { id, cookie } = house.lab.people[role];
  const client = joinRoom({
    url: house.url,
    sessionId,
    cookie,
    user: id,
    ...(layer === undefined ? {} : { layer }),
  });
  clients.push(client);
  return client;
}

const eventually = (check: () => unknown): Promise<void> =>
  expect.poll(check, { timeout: 10_000, interval: 5 }).toBeTruthy() as Promise<void>;

test("two browsers share a room; what is shown as saved is in its rows", async () => {
  const [a, b] = [join("annotator"), join("admin")];
  await eventually(() => a.provider.synced && b.provider.synced);
  expect(fieldsOf(a.document).outcome).toBe("success");
  const id = addAnnotation(editing(a), { lane: "subtask", label: "grasp", start: 1, end: 2 });
  setField(b.document, "outcome", "failure");
  setTag(b.document, "wobbly", { user: b.user, at: Date.now() });
  await eventually(() => a.isSaved() && b.isSaved());
  expect(await house.db.prisma.annotation.findFirst({ where: { id } })).toMatchObject({
    label: "grasp",
    start: 1,
    end: 2,
    authorId: a.user,
    layer: "main",
  });
  expect(
    await house.db.prisma.episode.findFirst({ where: { sessionId: "lab.episode_000000" } }),
  ).toMatchObject({ outcome: "failure", tags: ["wobbly"], annotationCount: 1 });
  await eventually(
    () => annotationsOf(b.document).length === 1 && fieldsOf(a.document).outcome === "failure",
  );
  expect(tagsOf(a.document).map(({ tag }) => tag)).toEqual(["wobbly"]);
});

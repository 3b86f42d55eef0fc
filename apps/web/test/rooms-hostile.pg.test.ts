import { addAnnotation, annotationsOf } from "@retake/collab/document";
import { CLOSE, MESSAGE } from "@retake/collab/messages";
import * as encoding from "lib0/encoding";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import * as Y from "yjs";
import { startTestFront, type TestFront } from "./fixtures/front.ts";
import { loginCookieOf, type RoleName } from "./fixtures/people.ts";
import { editing, eventually, visitors } from "./fixtures/rooms.ts";
import type { RoomClient } from "./fixtures/room-client.ts";

let house: TestFront;
const { join, raw, leaveAll } = visitors(() => house);
/** Whoever is in the room with them: still there, unharmed, at the end of each test. */
let ann: RoomClient;
beforeAll(async () => {
  house = await startTestFront();
});
afterEach(leaveAll);
afterAll(() => house.close());

async function bystander(): Promise<void> {
  ann = join("annotator");
  await eventually(() => ann.provider.synced);
  addAnnotation(editing(ann), { lane: "events", label: "contact", start: 1, end: null });
  ann.provider.awareness.setLocalStateField("user", { id: ann.user, name: "Ann" });
  await eventually(() => ann.isSaved());
}

/** Everybody who had nothing to do with it goes on, and what is stored is what they see. */
async function nothingHappened(before: Uint8Array): Promise<void> {
  expect(ann.closes).toEqual([]);
  const fresh = join("viewer");
  await eventually(() => fresh.provider.synced);
  expect(Y.encodeStateAsUpdate(fresh.doc)).toEqual(before);
  addAnnotation(editing(ann), { lane: "events", label: "slip", start: 2, end: null });
  await eventually(() => ann.isSaved());
}

const syncMessage = (step: number, bytes: Uint8Array): Uint8Array =>
  encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, MESSAGE.sync);
    encoding.writeVarUint(encoder, step);
    encoding.writeVarUint8Array(encoder, bytes);
  });

function awarenessMessage(client: number, clock: number, state: unknown): Uint8Array {
  const entries = encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, 1);
    encoding.writeVarUint(encoder, client);
    encoding.writeVarUint(encoder, clock);
    encoding.writeVarString(encoder, JSON.stringify(state));
  });
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, MESSAGE.awareness);
    encoding.writeVarUint8Array(encoder, entries);
  });
}

/** What a change to a copy of the room's document would send. */
function updateOf(change: (copy: Y.Doc) => void, clientID?: number): Uint8Array {
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(ann.doc));
  if (clientID !== undefined) copy.clientID = clientID;
  const before = Y.encodeStateVector(copy);
  change(copy);
  return Y.encodeStateAsUpdate(copy, before);
}

const foreignDocument = (): Uint8Array => {
  const other = new Y.Doc();
  const map = other.getMap("annotations");
  map.set("x", new Y.Map([["label", "a"]]));
  other.getMap("annotations").set("x", new Y.Map([["label", "b"]]));
  const vector = Y.encodeStateVector(other);
  (map.get("x") as Y.Map<unknown>).set("label", "c");
  return Y.encodeStateAsUpdate(other, vector);
};

const ATTACKS: [name: string, role: RoleName, message: () => Uint8Array, code: number][] = [
  [
    "a viewer's change",
    "viewer",
    () =>
      syncMessage(
        2,
        updateOf((copy) => copy.getMap("fields").set("rating", 1)),
      ),
    CLOSE.forbidden,
  ],
  [
    "a viewer's change as an answer",
    "viewer",
    () =>
      syncMessage(
        1,
        updateOf((copy) => copy.getMap("fields").set("rating", 1)),
      ),
    CLOSE.forbidden,
  ],
  [
    "a label in somebody else's name",
    "admin",
    () =>
      syncMessage(
        2,
        updateOf((copy) => copy.getMap("annotations").set("x", new Y.Map([["author", ann.user]]))),
      ),
    CLOSE.forbidden,
  ],
  [
    "a change under another browser's client id",
    "admin",
    () =>
      syncMessage(
        2,
        updateOf((copy) => copy.getMap("fields").set("rating", 1), ann.doc.clientID),
      ),
    CLOSE.forbidden,
  ],
  ["a change for another document", "admin", () => syncMessage(2, foreignDocument()), CLOSE.invalid],
  [
    "a change of more than a megabyte",
    "admin",
    () => syncMessage(2, new Uint8Array((1 << 20) + 1)),
    CLOSE.tooLarge,
  ],
  ["bytes that mean nothing", "admin", () => Uint8Array.of(0, 2, 4, 255, 255, 255, 255), CLOSE.invalid],
  ["a message of no kind", "admin", () => Uint8Array.of(9), CLOSE.invalid],
  ["an empty message", "admin", () => new Uint8Array(0), CLOSE.invalid],
  ["a state vector that is none", "admin", () => syncMessage(0, Uint8Array.of(200)), CLOSE.invalid],
  [
    "presence of a megabyte",
    "admin",
    () => awarenessMessage(7, 1, { user: { id: "x", name: "y".repeat(1 << 20) } }),
    CLOSE.tooLarge,
  ],
  ["presence that cannot be read", "admin", () => Uint8Array.of(1, 2, 1, 200), CLOSE.invalid],
];

test.each(ATTACKS)(
  "%s is refused, its connection closed, and nobody else harmed",
  async (_, role, message, code) => {
    await bystander();
    const before = Y.encodeStateAsUpdate(ann.doc);
    const { socket, closed } = await raw(role);
    socket.send(message());
    expect(await closed).toBe(code);
    await nothingHappened(before);
  },
);

test("50 megabytes are refused unread", async () => {
  await bystander();
  const before = Y.encodeStateAsUpdate(ann.doc);
  const { socket, closed } = await raw("admin");
  socket.send(new Uint8Array(50_000_000));
  expect([1009, 1006, CLOSE.invalid]).toContain(await closed);
  await nothingHappened(before);
});

test("text that Postgres cannot hold, names that no index takes and times beyond the calendar stop nobody's changes", async () => {
  await bystander();
  const { socket, messages } = await raw("admin");
  const { id } = house.lab.people.admin;
  const values = {
    lane: "quality",
    label: "l".repeat(4_000),
    start: 1,
    end: 2,
    author: id,
    at: 1e300,
    note: "a\0b",
  };
  socket.send(
    syncMessage(
      2,
      updateOf((copy) => copy.getMap("annotations").set("odd", new Y.Map(Object.entries(values)))),
    ),
  );
  await eventually(() => messages.some((message) => message[0] === MESSAGE.saved));
  expect(await house.db.prisma.annotation.findFirst({ where: { id: "odd" } })).toMatchObject({ note: "ab" });
  addAnnotation(editing(ann), { lane: "events", label: "slip", start: 2, end: null });
  await eventually(() => ann.isSaved());
  socket.terminate();
});

test("nobody is shown under another's name or in another's place, and an echo of others is no crime", async () => {
  await bystander();
  const states = (client: RoomClient): unknown[] =>
    [...client.provider.awareness.getStates().values()].filter((state) => "user" in state);
  const bea = join("owner");
  await eventually(() => bea.provider.synced && states(bea).length === 1);
  const { socket, closed } = await raw("admin");
  const own = house.lab.people.admin.id;
  // Somebody else's name under an own id, and an own name under somebody else's.
  socket.send(awarenessMessage(99, 1, { user: { id: ann.user, name: "Fake" } }));
  socket.send(awarenessMessage(ann.doc.clientID, 1_000, { user: { id: own, name: "Fake" } }));
  socket.send(awarenessMessage(ann.doc.clientID, 1_001, null));
  socket.send(awarenessMessage(98, 1, { user: { id: own, name: "Own" } }));
  await eventually(() => states(bea).length === 2);
  expect(states(bea)).toContainEqual({ user: { id: ann.user, name: "Ann" } });
  expect(states(bea)).toContainEqual({ user: { id: own, name: "Own" } });
  // One connection is one presence; once it has spoken for itself, a name that is not its own ends it.
  socket.send(awarenessMessage(98, 2, { user: { id: ann.user, name: "Fake" } }));
  expect(await closed).toBe(CLOSE.forbidden);
  await eventually(() => states(bea).length === 1);
});

test("a flood of messages ends its connection", async () => {
  await bystander();
  const { socket, closed } = await raw("viewer");
  for (let i = 0; i < 3_000; i += 1) socket.send(Uint8Array.of(MESSAGE.queryAwareness));
  expect(await closed).toBe(CLOSE.tooFast);
  expect(ann.closes).toEqual([]);
});

test("nobody, a token, a foreigner, a hidden episode and a page of another site stay outside", async () => {
  const code = async (role: RoleName, more: object): Promise<number> => (await raw(role, more)).closed;
  expect(await code("owner", { cookie: "" })).toBe(CLOSE.loginEnded);
  expect(await code("owner", { cookie: "next-auth.session-token=x" })).toBe(CLOSE.loginEnded);
  const foreign = await loginCookieOf(house.rival.people.owner.id);
  const [there, nowhere] = await Promise.all([
    code("owner", { cookie: foreign }),
    code("owner", { sessionId: "lab.nothing" }),
  ]);
  expect([there, nowhere]).toEqual([CLOSE.notFound, CLOSE.notFound]);
  expect(await code("owner", { sessionId: "lab.hidden" })).toBe(CLOSE.notFound);
  expect(await code("owner", { sessionId: "rival.secret" })).toBe(CLOSE.notFound);
  expect(await code("owner", { workspace: "rival", sessionId: "rival.secret" })).toBe(CLOSE.notFound);
  await expect(raw("owner", { origin: "https://evil.test" })).rejects.toThrow("403");
});

test("a login that ends, a membership that ends and a role that changes are felt at once", async () => {
  const [a, b, c] = [join("annotator"), join("admin"), join("viewer")];
  await eventually(() => [a, b, c].every(({ provider }) => provider.synced));
  const { prisma } = house.db;
  const { lab } = house;
  const change = async (role: RoleName, run: (userId: string) => Promise<unknown>): Promise<void> => {
    const { id } = lab.people[role];
    await run(id);
    await prisma.$queryRaw`select pg_notify('login', ${id})::text`;
  };
  const place = (userId: string) => ({ workspaceId_userId: { workspaceId: lab.id, userId } });
  await change("annotator", (id) => prisma.user.update({ where: { id }, data: { sessionVersion: 1 } }));
  await eventually(() => a.closes.includes(CLOSE.loginEnded));
  await change("admin", (id) => prisma.membership.delete({ where: place(id) }));
  await eventually(() => b.closes.includes(CLOSE.notFound));
  // What they still say is not heard.
  const updates = await prisma.roomUpdate.count();
  for (const one of [a, b])
    addAnnotation(editing(one), { lane: "events", label: "drop", start: 1, end: null });
  await change("viewer", (id) => prisma.membership.update({ where: place(id), data: { role: "annotator" } }));
  await eventually(() => c.closes.includes(CLOSE.comeBack) && c.provider.synced);
  addAnnotation(editing(c), { lane: "events", label: "contact", start: 3, end: null });
  await eventually(() => c.isSaved());
  expect(await prisma.roomUpdate.count()).toBe(updates + 1);
  await change("viewer", (id) => prisma.membership.update({ where: place(id), data: { role: "viewer" } }));
  await eventually(() => c.closes.length === 2 && c.provider.synced);
  addAnnotation(editing(c), { lane: "events", label: "contact", start: 4, end: null });
  await eventually(() => c.closes.includes(CLOSE.forbidden));
  expect(await prisma.roomUpdate.count()).toBe(updates + 1);
  expect(annotationsOf(c.document).length).toBeGreaterThan(0);
});

import * as Y from "yjs";
import { expect, test } from "vitest";
import { addAnnotation, annotationsOf, moveEdge, removeAnnotation } from "@retake/collab/document";
import { roomRef, type LoadedRoom, type RoomAppend, type RoomFacts } from "@retake/collab/room-host";
import { Commit } from "../src/room-host/commit.ts";
import { Visitor } from "../src/room-host/visitor.ts";
import { RoomState } from "../src/room-host/room-state.ts";
import { DURATION_S, Person } from "./people.ts";

const facts: RoomFacts = {
  workspaceId: "lab",
  sessionId: "one",
  durationS: DURATION_S,
  fps: 30,
  outcome: "success",
  tags: ["slip"],
  schema: null,
};
const PEER = { canWrite: true, send: () => undefined, backlogBytes: () => 0, close: () => undefined };
const open = (loaded: Partial<LoadedRoom> = {}): RoomState =>
  new RoomState(roomRef("one"), { facts, snapshot: null, updates: [], ...loaded });

/** A room in which bea has removed what ann had labelled, as it opens from a snapshot. */
function afterRemoval(): { state: RoomState; ann: Person; bea: Person } {
  const state = open();
  state.addBase();
  const [ann, bea] = [new Person("ann", state.encode()), new Person("bea", state.encode())];
  addAnnotation(ann.editing, { lane: "subtask", label: "grasp", start: 1, end: 2 });
  for (const update of ann.take()) {
    state.writeUpdate("ann", update);
    bea.receive(update);
  }
  removeAnnotation(bea.editing, annotationsOf(bea.document)[0]!.id);
  for (const update of bea.take()) state.writeUpdate("bea", update);
  const owners: unknown = JSON.parse(JSON.stringify(state.owners()));
  return { state: open({ snapshot: { upToId: 9, data: state.encode(), owners } }), ann, bea };
}

test("a removal from before a snapshot can be taken back: the label is its author's again", () => {
  const { state, bea } = afterRemoval();
  bea.undo.undo();
  for (const update of bea.take()) state.writeUpdate("bea", update);
  expect(annotationsOf(state.document)).toMatchObject([{ author: "ann", label: "grasp" }]);
});

test("a client id stays its person's over a snapshot, and the house's is nobody's", () => {
  const { state, ann } = afterRemoval();
  for (const client of [ann.document.doc.clientID, 1]) {
    const copy = new Y.Doc();
    Y.applyUpdate(copy, state.encode());
    copy.clientID = client;
    const before = Y.encodeStateVector(copy);
    copy.getMap("fields").set("rating", 1);
    const update = Y.encodeStateAsUpdate(copy, before);
    expect(() => state.writeUpdate("mallory", update)).toThrow(/another person/);
  }
});

test("the base comes in once, and an outcome that the robot said later comes in too, unless somebody spoke", () => {
  const state = open({ facts: { ...facts, outcome: null } });
  expect(state.addBase()).not.toBeNull();
  state.cursor = 1;
  expect(state.addBase()).toBeNull();
  state.catchUp({ facts, snapshot: null, updates: [] });
  expect(state.addBase()).not.toBeNull();
  expect(state.document.fields.get("outcome")).toBe("success");
  state.write("ann", () => state.document.fields.set("outcome", null));
  expect(state.addBase()).toBeNull();
});

test("changes that stand on others that never came are let go of", () => {
  const state = open({ facts: { ...facts, outcome: null, tags: [] } });
  const ann = new Person("ann");
  ann.document.fields.set("rating", 1);
  ann.document.fields.set("rating", 2);
  const late = ann.take()[1]!;
  try {
    state.writeUpdate("ann", late);
  } catch {
    // Refused before it was looked at further.
  }
  state.dropPending();
  expect(state.dropPending()).toBe(false);
  expect(state.document.fields.size).toBe(0);
});

test("a commit looks at what it changes and writes that, however much there is in the document", () => {
  const costs = [30, 3_000].map((size) => {
    const state = open({ facts: { ...facts, outcome: null, tags: [], durationS: size } });
    const ann = new Person("ann");
    const editing = { ...ann.editing, durationS: size };
    ann.document.doc.transact(() => {
      for (let i = 0; i < size; i += 1) {
        const values = { lane: "subtask", label: "grasp", start: i, end: i + 1, author: "ann", at: i };
        ann.document.annotations.set(`segment-${i}`, new Y.Map<unknown>(Object.entries(values)));
      }
    });
    const loaded = { facts: state.facts, snapshot: null, updates: [] };
    const visitor = new Visitor({ ...PEER, userId: "ann" }, () => true);
    const commit = (): RoomAppend | null => {
      const writes = ann.take().map((update) => ({ kind: "update" as const, visitor, update }));
      return new Commit(roomRef("one"), state, writes).write(loaded);
    };
    expect(commit()?.rows.annotations.put).toHaveLength(size);
    const before = state.projection.visited;
    moveEdge(editing, "segment-9", "end", 9.5);
    const { rows, activities, listed } = commit()!;
    expect(rows.annotations.put.map(({ id }) => id)).toEqual(["segment-9", "segment-10"]);
    expect([activities.length, listed]).toEqual([2, false]);
    return state.projection.visited - before;
  });
  expect(costs[1]).toBe(costs[0]);
  expect(costs[0]).toBeLessThanOrEqual(8);
});

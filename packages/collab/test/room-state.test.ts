import * as Y from "yjs";
import { expect, test } from "vitest";
import { addAnnotation, annotationsOf, removeAnnotation } from "@retake/collab/document";
import { roomRef, type LoadedRoom, type RoomFacts } from "@retake/collab/room-host";
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

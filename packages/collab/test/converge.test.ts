import * as Y from "yjs";
import { describe, expect, test } from "vitest";
import { DEFAULT_LABEL_SCHEMA } from "@retake/collab/label-schema";
import { addAnnotation, annotationsOf, changeAnnotation, resolveLanes } from "@retake/collab/document";
import { DURATION_S, Person, TestRoom } from "./people.ts";
import { act, draws } from "./random-acts.ts";

const OPERATIONS = 10_000;

describe("three people label one episode", { timeout: 300_000 }, () => {
  test(`after ${OPERATIONS} operations with cut lines and reloads all have the same document, lanes hold their invariants and no honest update was refused`, () => {
    const draw = draws(20_261_122);
    const room = new TestRoom();
    let people = ["ann", "bea", "cem"].map((user) => new Person(user));
    const online = people.map(() => true);
    const sync = (index: number): void => {
      const person = people[index]!;
      for (const update of person.take()) {
        expect(room.submit(person.user, update)).toBe(true);
        people.forEach((other, at) => {
          if (at !== index && online[at]) other.receive(update);
        });
      }
    };
    const comeBack = (index: number): void => {
      online[index] = true;
      people[index]!.receive(Y.encodeStateAsUpdate(room.document.doc));
      sync(index);
    };
    let refusedByRules = 0;
    for (let i = 0; i < OPERATIONS; i++) {
      const index = draw(3);
      try {
        act(people[index]!, draw);
      } catch (error) {
        expect(error).toMatchObject({
          name: "AppError",
          code: expect.stringMatching(/^(bad_request|too_large)$/),
        });
        refusedByRules++;
      }
      if (online[index]) sync(index);
      if (draw(40) === 0) {
        const other = draw(3);
        if (online[other]) online[other] = false;
        else comeBack(other);
      }
      if (draw(400) === 0) {
        const other = draw(3);
        comeBack(other);
        people = people.map((person, at) =>
          at === other ? new Person(person.user, Y.encodeStateAsUpdate(room.document.doc)) : person,
        );
      }
      if (i % 500 === 0) checkLanes(room);
    }
    [0, 1, 2].forEach(comeBack);
    [0, 1, 2].forEach(comeBack);
    checkLanes(room);
    const expected = room.document.doc.toJSON();
    for (const person of people) expect(person.document.doc.toJSON()).toEqual(expected);
    expect(room.refused).toBe(0);
    expect(annotationsOf(room.document).length).toBeGreaterThan(20);
    expect(refusedByRules).toBeLessThan(OPERATIONS / 4);
  });

  test("undo takes back one's own changes and leaves what others did, also to the same segment", () => {
    const [ann, bea] = [new Person("ann"), new Person("bea")];
    const pass = (from: Person, to: Person): void => from.take().forEach((update) => to.receive(update));
    const mine = addAnnotation(ann.editing, { lane: "subtask", label: "reach", start: 0, end: 2 });
    pass(ann, bea);
    const theirs = addAnnotation(bea.editing, { lane: "subtask", label: "grasp", start: 3, end: 4 });
    changeAnnotation(bea.editing, mine, { label: "move" });
    pass(bea, ann);
    changeAnnotation(ann.editing, theirs, { note: "tight" });
    pass(ann, bea);
    ann.undo.undo();
    ann.undo.undo();
    pass(ann, bea);
    const labels = annotationsOf(bea.document).map(({ id, label, note }) => [id, label, note]);
    expect(labels).toEqual([
      [mine, "move", ""],
      [theirs, "grasp", ""],
    ]);
    expect(ann.document.doc.toJSON()).toEqual(bea.document.doc.toJSON());
  });
});

function checkLanes({ document }: TestRoom): void {
  const annotations = annotationsOf(document);
  const lanes = resolveLanes(DEFAULT_LABEL_SCHEMA, annotations, DURATION_S);
  for (const { lane, visible, hidden, proposed } of lanes) {
    let before = 0;
    for (const { start, end } of visible) {
      expect(start).toBeGreaterThanOrEqual(0);
      expect(end ?? start).toBeLessThanOrEqual(DURATION_S);
      if (end !== null) expect(end).toBeGreaterThan(start);
      if (lane.exclusive) expect(start).toBeGreaterThanOrEqual(before);
      before = end ?? start;
    }
    const all = annotations.filter((one) => one.lane === lane.id && one.state !== "rejected");
    expect(visible.length + hidden.length + proposed.length).toBe(all.length);
  }
}

import * as Y from "yjs";
import { describe, expect, test } from "vitest";
import { DEFAULT_LABEL_SCHEMA } from "@retake/collab/label-schema";
import {
  addAnnotation,
  addThread,
  annotationsOf,
  changeAnnotation,
  mergeSegments,
  moveEdge,
  nudge,
  removeAnnotation,
  reply,
  resolveLanes,
  setField,
  setTag,
  splitSegment,
  threadsOf,
  toggleReaction,
} from "@retake/collab/document";
import { DURATION_S, Person, TestRoom } from "./people.ts";

const OPERATIONS = 10_000;

function draws(seed: number): (below: number) => number {
  let state = seed >>> 0 || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

/** Something one person does; times lie on frames of 30 per second. */
function act(person: Person, draw: (below: number) => number): void {
  const { editing, document, user } = person;
  const frame = (): number => draw(DURATION_S * 30) / 30;
  const all = annotationsOf(document);
  const one = all[draw(Math.max(1, all.length))];
  const threads = threadsOf(document);
  const thread = threads[draw(Math.max(1, threads.length))];
  const writing = { document, user, now: editing.now };
  switch (draw(14)) {
    case 0:
    case 1:
    case 2: {
      const start = frame();
      addAnnotation(editing, {
        lane: "subtask",
        label: "grasp",
        start,
        end: Math.min(DURATION_S, start + 1 + draw(5)),
      });
      break;
    }
    case 3:
      addAnnotation(editing, { lane: "events", label: "slip", start: frame(), end: null });
      break;
    case 4:
      if (one) removeAnnotation(editing, one.id);
      break;
    case 5:
    case 6:
      if (one?.end) moveEdge(editing, one.id, draw(2) === 0 ? "start" : "end", frame());
      break;
    case 7:
      if (one?.end && one.end - one.start > 0.1) splitSegment(editing, one.id, (one.start + one.end) / 2);
      break;
    case 8: {
      const other = all.find((each) => each.lane === one?.lane && each.id !== one?.id && each.end !== null);
      if (one?.end && other) mergeSegments(editing, one.id, other.id);
      break;
    }
    case 9:
      if (one) nudge(editing, one.id, (draw(60) - 30) / 30);
      break;
    case 10:
      if (one) changeAnnotation(editing, one.id, { note: `note ${draw(100)}` });
      break;
    case 11:
      if (draw(2) === 0) person.undo.undo();
      else person.undo.redo();
      break;
    case 12:
      if (thread && draw(3) > 0) reply(writing, thread.id, "yes");
      else addThread(writing, { t: frame(), annotationId: null, text: `look @[${user}]` });
      if (thread?.comments[0]) toggleReaction(writing, thread.id, thread.comments[0].id, "👍");
      break;
    case 13:
      setField(document, "outcome", draw(2) === 0 ? "success" : "failure");
      setTag(document, `tag${draw(5)}`, draw(3) === 0 ? null : { user, at: editing.now() });
      break;
  }
}

describe("three people label one episode", { timeout: 120_000 }, () => {
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

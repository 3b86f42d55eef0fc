import * as Y from "yjs";
import { describe, expect, test } from "vitest";
import {
  addThread,
  annotationsOf,
  LiveLanes,
  moveEdge,
  openDocument,
  reply,
  resolveLanes,
} from "@retake/collab/document";
import { DEFAULT_LABEL_SCHEMA } from "@retake/collab/label-schema";
import {
  LiveProjection,
  projectDocument,
  type ProjectionChanges,
  type RowPair,
} from "@retake/collab/projection";
import { noteKeys } from "../src/projection/note-keys.ts";
import { DURATION_S, Person, TestRoom } from "./people.ts";
import { act, draws } from "./random-acts.ts";

const OPERATIONS = 1_000;
const byId = <T extends { id: string }>(rows: readonly T[]): T[] =>
  rows.toSorted((a, b) => (a.id < b.id ? -1 : 1));

/** Rows as a database has them that was told of changes only. */
class Told {
  readonly rows = {
    annotations: new Map<string, { id: string }>(),
    threads: new Map<string, { id: string }>(),
    comments: new Map<string, { id: string }>(),
  };

  hear(changes: ProjectionChanges): void {
    for (const kind of ["annotations", "threads", "comments"] as const)
      for (const [id, { was, now }] of changes[kind] as Map<string, RowPair<{ id: string }>>) {
        expect(this.rows[kind].get(id) ?? null).toEqual(was);
        if (now === null) this.rows[kind].delete(id);
        else this.rows[kind].set(id, now);
      }
  }
}

describe("rows kept by what changed", { timeout: 300_000 }, () => {
  test(`after each of ${OPERATIONS} random changes, merged late and out of order, they are those of the whole document`, () => {
    const draw = draws(4);
    const room = new TestRoom();
    const { document } = room;
    let [schema, durationS] = [DEFAULT_LABEL_SCHEMA, DURATION_S];
    const projection = new LiveProjection(document, schema, durationS);
    const lanes = new LiveLanes(document, schema, durationS);
    const touched = new Set<string>();
    document.annotations.observeDeep((events) => noteKeys(events, touched));
    const told = new Told();
    const people = ["ann", "bea", "cem"].map((user) => new Person(user));
    let hidden = 0;
    for (let i = 0; i < OPERATIONS; i += 1) {
      const person = people[draw(3)]!;
      try {
        act(person, draw);
      } catch (error) {
        expect(error).toMatchObject({ name: "AppError" });
      }
      // Now and then one of them hears of the others.
      if (draw(12) === 0) person.receive(Y.encodeStateAsUpdate(document.doc));
      if (draw(3) > 0) continue;
      for (const update of person.take()) room.submit(person.user, update);
      if (draw(60) === 0) {
        durationS = DURATION_S - draw(20);
        const [first, ...rest] = DEFAULT_LABEL_SCHEMA.lanes;
        schema = { ...DEFAULT_LABEL_SCHEMA, lanes: draw(2) === 0 ? rest : [...rest, first!] };
        projection.redefine(schema, durationS);
        lanes.redefine(schema, durationS);
        touched.clear();
      }
      told.hear(projection.take());
      const whole = projectDocument(document, schema, durationS);
      for (const kind of ["annotations", "threads", "comments"] as const)
        expect(byId([...told.rows[kind].values()])).toEqual(byId<{ id: string }>(whole[kind]));
      const { fields, tags, openThreads } = projection.rows();
      expect({ fields, tags, openThreads }).toEqual({
        fields: whole.fields,
        tags: whole.tags,
        openThreads: whole.openThreads,
      });
      lanes.read(touched);
      touched.clear();
      const resolved = resolveLanes(schema, annotationsOf(document), durationS);
      expect(lanes.laneIds.map((id) => lanes.lane(id))).toEqual(resolved);
      hidden += resolved.reduce((sum, lane) => sum + lane.hidden.length, 0);
    }
    // Otherwise nothing ever overlapped.
    expect(hidden).toBeGreaterThan(20);
  });

  test("two comments of one id are the first thread's, and the other's when that one goes", () => {
    const document = openDocument(new Y.Doc());
    const projection = new LiveProjection(document, DEFAULT_LABEL_SCHEMA, DURATION_S);
    const comment = (by: string) => new Y.Map<unknown>(Object.entries({ by, at: 1, text: by }));
    const thread = (t: number, by: string) =>
      new Y.Map<unknown>(Object.entries({ t, by, at: 1, messages: new Y.Map([["same", comment(by)]]) }));
    document.threads.set("late", thread(9, "bea"));
    expect(projection.take().comments.get("same")?.now).toMatchObject({ threadId: "late", authorId: "bea" });
    document.threads.set("early", thread(3, "ann"));
    expect(projection.take().comments.get("same")?.now).toMatchObject({ threadId: "early", authorId: "ann" });
    document.threads.delete("early");
    expect(projection.take().comments.get("same")?.now).toMatchObject({ threadId: "late", authorId: "bea" });
  });

  test("what a change reads and writes does not grow with the document", () => {
    const costs = [50, 5_000].map((size) => {
      const ann = new Person("ann");
      const editing = { ...ann.editing, durationS: size };
      const writing = { document: ann.document, user: "ann", now: () => 1 };
      ann.document.doc.transact(() => fill(ann, size));
      const projection = new LiveProjection(ann.document, DEFAULT_LABEL_SCHEMA, size);
      return [
        () => moveEdge(editing, "segment-20", "end", 20.5),
        () => moveEdge(editing, "segment-20", "end", 21.25),
        () => void addThread(writing, { t: 1, annotationId: null, text: "late" }),
        () => void reply(writing, "thread-3", "yes"),
        () => void ann.document.fields.set("rating", 3),
      ].map((change) => {
        const before = projection.visited;
        change();
        const { annotations, threads, comments } = projection.take();
        return [projection.visited - before, annotations.size, threads.size, comments.size];
      });
    });
    expect(costs[1]).toEqual(costs[0]);
    // Two neighbours moved; what each of them displaced is looked at, and no more.
    expect(costs[0]!.map(([visited]) => visited)).toSatisfy((all: number[]) => all.every((one) => one <= 8));
    expect(costs[0]!.map((row) => row.slice(1))).toEqual([
      [2, 0, 0],
      [2, 0, 0],
      [0, 1, 1],
      [0, 0, 1],
      [0, 0, 0],
    ]);
  });
});

/** Touching segments of a second each, and a thread for every tenth. */
function fill({ document }: Person, size: number): void {
  for (let i = 0; i < size; i += 1) {
    const values = { lane: "subtask", label: "grasp", start: i, end: i + 1, author: "ann", at: i };
    document.annotations.set(`segment-${i}`, new Y.Map(Object.entries(values)));
  }
  for (let i = 0; i < size / 10; i += 1) {
    const comment = new Y.Map<unknown>(Object.entries({ by: "ann", at: i, text: "Is this one right?" }));
    const messages = new Y.Map([[`comment-${i}`, comment]]);
    const values = { t: i, by: "ann", at: i, resolved: false, messages };
    document.threads.set(`thread-${i}`, new Y.Map<unknown>(Object.entries(values)));
  }
}

import fc from "fast-check";
import { expect, test } from "vitest";
import { affected, applied, type BulkChange, undoSteps } from "./bulk-change.ts";
import type { Chosen } from "./selection.ts";

const tag = fc.constantFrom("slip", "good", "review");
const outcome = fc.constantFrom("success" as const, "failure" as const, null);
const change: fc.Arbitrary<BulkChange> = fc.oneof(
  fc.record({ kind: fc.constant("outcome" as const), outcome }),
  fc.record({ kind: fc.constant("addTag" as const), tag }),
  fc.record({ kind: fc.constant("removeTag" as const), tag }),
);
const chosenRows: fc.Arbitrary<Chosen[]> = fc
  .array(fc.record({ outcome, tags: fc.uniqueArray(tag) }), { maxLength: 30 })
  .map((list) => list.map((row, i) => ({ sessionId: `e${i}`, ...row })));

const asSets = (rows: Iterable<Chosen>) => [...rows].map((row) => ({ ...row, tags: row.tags.toSorted() }));

test("undo brings back exactly what every row was", () => {
  fc.assert(
    fc.property(change, chosenRows, (done, rows) => {
      const state = new Map(rows.map((row) => [row.sessionId, row]));
      for (const row of affected(done, rows)) state.set(row.sessionId, applied(done, row));
      for (const step of undoSteps(done, rows)) {
        for (const id of step.sessionIds) state.set(id, applied(step.change, state.get(id)!));
      }
      expect(asSets(state.values())).toEqual(asSets(rows));
    }),
  );
});

test("a change is sent only to rows it makes a difference to", () => {
  const rows: Chosen[] = [
    { sessionId: "a", outcome: "success", tags: ["slip"] },
    { sessionId: "b", outcome: null, tags: [] },
  ];
  expect(affected({ kind: "outcome", outcome: "success" }, rows).map((row) => row.sessionId)).toEqual(["b"]);
  expect(affected({ kind: "addTag", tag: "slip" }, rows).map((row) => row.sessionId)).toEqual(["b"]);
  expect(affected({ kind: "removeTag", tag: "slip" }, rows).map((row) => row.sessionId)).toEqual(["a"]);
  expect(undoSteps({ kind: "removeTag", tag: "none has it" }, rows)).toEqual([]);
});

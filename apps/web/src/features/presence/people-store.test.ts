import { expect, it } from "vitest";
import { createPeopleStore, type PersonHere } from "./people-store.ts";

it("listens once for all, from the first listener to the last, and changes only what is different", () => {
  let tell: (people: readonly PersonHere[]) => void = () => undefined;
  const calls: string[] = [];
  const store = createPeopleStore((onData) => {
    calls.push("listen");
    tell = onData;
    return () => void calls.push("stop");
  });
  const [first, second] = [store.subscribe(() => undefined), store.subscribe(() => undefined)];
  expect(calls).toEqual(["listen"]);
  tell([
    { userId: "ann", open: ["one", "two"], selected: [] },
    { userId: "bea", open: ["two"], selected: [] },
  ]);
  const [open, one, two] = [store.open(), store.at("one"), store.at("two")];
  expect([one, two, store.at("three")]).toEqual([["ann"], ["ann", "bea"], []]);
  tell([
    { userId: "ann", open: ["one", "two"], selected: ["nine"] },
    { userId: "bea", open: [], selected: [] },
  ]);
  expect(store.at("one")).toBe(one);
  expect(store.at("two")).toEqual(["ann"]);
  const now = store.open();
  expect(now).not.toBe(open);
  // A selection is no reason to draw lists anew.
  tell([{ userId: "ann", open: ["one", "two"], selected: [] }]);
  expect(store.open()).toBe(now);
  first();
  expect(calls).toEqual(["listen"]);
  second();
  expect(calls).toEqual(["listen", "stop"]);
  expect([store.open().size, store.people()]).toEqual([0, []]);
});

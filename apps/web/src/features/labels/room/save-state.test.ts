import { expect, it } from "vitest";
import { carriesUpdate } from "./counting-socket.ts";
import { SaveState } from "./save-state.ts";

it("says saved only when every update of this connection is stored", () => {
  const save = new SaveState();
  save.opened();
  save.sent();
  save.synced();
  save.stored(1);
  expect(save.store.get()).toEqual({ kind: "saved" });
  save.changed();
  save.sent();
  save.changed();
  save.sent();
  expect(save.store.get()).toEqual({ kind: "saving", waiting: 2 });
  save.stored(2);
  expect(save.store.get()).toEqual({ kind: "saving", waiting: 1 });
  save.stored(3);
  expect(save.store.get()).toEqual({ kind: "saved" });
});

it("keeps that something is unsaved through a lost connection, until the next one has stored it", () => {
  const save = new SaveState();
  save.opened();
  save.synced();
  save.changed();
  save.sent();
  save.lost();
  expect(save.store.get()).toEqual({ kind: "offline", unsaved: true });
  save.opened();
  save.sent();
  save.synced();
  expect(save.store.get()).toEqual({ kind: "saving", waiting: 1 });
  save.stored(1);
  expect(save.store.get()).toEqual({ kind: "saved" });
  save.closed(4403);
  expect(save.store.get()).toEqual({ kind: "closed", code: 4403, unsaved: false });
});

it("counts messages that carry an update, and neither questions nor presence", () => {
  expect([[0, 1], [0, 2], [0, 0], [1, 2], [3]].map((bytes) => carriesUpdate(Uint8Array.from(bytes)))).toEqual(
    [true, true, false, false, false],
  );
});

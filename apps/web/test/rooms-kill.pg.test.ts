import { expect, test } from "vitest";
import { killRooms } from "./fixtures/kill-rooms.ts";

test("what was shown as saved is there after kill -9 of the front, with its rows: 4 rounds", async () => {
  const { saved, lost, rowsLost } = await killRooms(4);
  expect(saved).toBeGreaterThan(4 * 15);
  expect([lost, rowsLost]).toEqual([0, 0]);
}, 180_000);

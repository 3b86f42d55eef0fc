import { expect, it } from "vitest";
import { FrameTimeline } from "../../replay/engine/frame-timeline.ts";
import { Player } from "../../replay/engine/player.ts";
import type { Teammate } from "../room/presence.ts";
import { applyTeammate, isJump } from "./follow-clock.ts";

const mate = (change: Partial<Teammate>): Teammate => ({
  user: { id: "bob", name: "Bob", colour: "#0072b2" },
  t: 0,
  playing: false,
  rate: 1,
  sel: null,
  view: null,
  following: null,
  typing: false,
  draft: [],
  client: 1,
  heardMs: 0,
  ...change,
});

it("the followed one's place, speed and playing happen here, and small drift is left alone", () => {
  let nowMs = 0;
  const frames = { request: () => 1, cancel: () => undefined };
  const player = new Player({ timeline: FrameTimeline.uniform(300, 30), now: () => nowMs, frames });
  applyTeammate(player, mate({ t: 3, rate: 2 }), 0);
  expect([player.time, player.getState().rate, player.getState().playing]).toEqual([3, 2, false]);
  applyTeammate(player, mate({ t: 3, rate: 2, playing: true }), 1_000);
  expect(player.time).toBeCloseTo(5, 5);
  expect(player.getState().playing).toBe(true);
  const before = player.time;
  applyTeammate(player, mate({ t: before - 0.1, rate: 2, playing: true, heardMs: nowMs }), nowMs);
  expect(player.time).toBe(before);
  nowMs += 10;
  applyTeammate(player, mate({ t: 1, rate: 2 }), nowMs);
  expect([player.time, player.getState().playing]).toEqual([1, false]);
});

it("playing is no jump, a seek is", () => {
  expect(isJump(1, 1.016, 16, 1)).toBe(false);
  expect(isJump(1, 3, 1_000, 2)).toBe(false);
  expect(isJump(1, 4, 16, 1)).toBe(true);
  expect(isJump(4, 1, 16, 1)).toBe(true);
});

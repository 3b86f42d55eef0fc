import { expect, test } from "vitest";
import type { CameraTrack } from "../engine/camera-track.ts";
import { Player } from "../engine/player.ts";
import { ViewStore } from "../signals/view-store.ts";
import { LiveTimeline } from "./live-timeline.ts";

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function setup() {
  let nowMs = 0;
  let callback: (() => void) | null = null;
  const timeline = new LiveTimeline(0, 10);
  timeline.grow(5);
  const player = new Player({
    timeline,
    now: () => nowMs,
    frames: { request: (next) => ((callback = next), 1), cancel: () => undefined },
  });
  const shown: number[] = [];
  const track: CameraTrack = {
    topic: "/front",
    shownFrame: -1,
    show: (t) => (shown.push(t), Promise.resolve()),
    start: () => Promise.resolve(),
    runningAt: () => null,
    stop: () => undefined,
    tick: () => undefined,
    health: () => null,
    takeStarved: () => false,
    dispose: () => undefined,
  };
  player.addTrack(track);
  const run = async (ms: number): Promise<void> => {
    for (const until = nowMs + ms; nowMs < until;) {
      nowMs += 10;
      const due = callback;
      callback = null;
      due?.();
      await settled();
    }
  };
  return { player, timeline, shown, run };
}

test("the edge moves with the recording, and no camera is asked for anything", async () => {
  const { player, timeline, shown } = setup();
  player.goLive();
  await settled();
  const before = shown.length;
  const heard: number[] = [];
  player.onTick((time) => heard.push(time));
  for (const end of [5.1, 5.25, 6]) {
    timeline.grow(end);
    player.grown();
  }
  await settled();
  expect(heard).toEqual([5, 5.1, 5.25, 6]);
  expect(shown.length).toBe(before);
  expect(player.getState()).toMatchObject({ atEdge: true, playing: false });
});

test.each([
  ["a pause", (player: Player) => player.pause()],
  ["the space key", (player: Player) => player.toggle()],
  ["a scrub", (player: Player) => player.seek(2)],
  ["a step", (player: Player) => player.step(-1)],
  ["a jump", (player: Player) => player.jump(-1)],
])("%s leaves the edge, and what comes does not move the playhead any more", async (_, move) => {
  const { player, timeline, shown } = setup();
  player.goLive();
  move(player);
  await settled();
  const { time } = player;
  expect(player.getState().atEdge).toBe(false);
  expect(shown.at(-1)).toBe(time);
  timeline.grow(9);
  player.grown();
  expect(player.time).toBe(time);
});

test("playing on from the past arrives at the edge and stays there", async () => {
  const { player, timeline, run } = setup();
  player.seek(4.5);
  player.play();
  await run(300);
  timeline.grow(5.4);
  await run(2_000);
  expect(player.getState()).toMatchObject({ atEdge: true, playing: false });
  expect(player.time).toBe(5.4);
});

test("at the end of what has ended playing stops, as in every episode", async () => {
  const { player, timeline, run } = setup();
  timeline.finish();
  player.seek(4.5);
  player.play();
  await run(1_000);
  expect(player.getState()).toMatchObject({ atEdge: false, playing: false });
  expect(player.time).toBe(5);
});

test("frames of a growing timeline are where a stored one has them", () => {
  const timeline = new LiveTimeline(2, 30);
  timeline.grow(2 + 99 / 30);
  expect(timeline.count).toBe(100);
  for (let k = 0; k < 100; k += 1) expect(timeline.frameAt(timeline.timeOf(k))).toBe(k);
  expect(timeline.frameAt(Number((2 + 1 / 30).toFixed(3)))).toBe(1);
  expect([timeline.frameAt(-5), timeline.frameAt(1e9), timeline.grow(1), timeline.grow(NaN)]).toEqual([
    0,
    99,
    false,
    false,
  ]);
});

test("a view of the end goes on to show it at its zoom; one of the past stays; one of everything begins to slide at 30 s", () => {
  const view = new ViewStore({ from: 0, to: 10 });
  view.grow(20);
  expect(view.get()).toEqual({ from: 0, to: 20 });
  view.grow(100);
  expect(view.get()).toEqual({ from: 70, to: 100 });
  view.set({ from: 90, to: 100 });
  view.grow(104);
  expect(view.get()).toEqual({ from: 94, to: 104 });
  view.set({ from: 10, to: 20 });
  view.grow(110);
  expect(view.get()).toEqual({ from: 10, to: 20 });
  view.reset();
  view.grow(120);
  expect(view.get()).toEqual({ from: 0, to: 120 });
  view.showEnd();
  expect(view.get()).toEqual({ from: 90, to: 120 });
});

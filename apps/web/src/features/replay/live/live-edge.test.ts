// @vitest-environment happy-dom
import type { TopicColumns } from "@retake/telemetry/types";
import type { FollowUpdate } from "@retake/trpc/schemas";
import { expect, test, vi } from "vitest";
import { Player } from "../engine/player.ts";
import { ViewStore } from "../signals/view-store.ts";
import { LiveEdge } from "./live-edge.ts";
import { LiveTimeline } from "./live-timeline.ts";
import type { TailPull } from "./tail-client.ts";

function samples(fromSeq: number, toSeq: number, name = "/s"): TopicColumns {
  const t = Float64Array.from({ length: toSeq - fromSeq }, (_, i) => (fromSeq + i) / 10);
  return {
    name,
    type: "float64",
    shape: [],
    dims: 1,
    t,
    frame: new Int32Array(t.length),
    values: Float64Array.from(t),
  };
}

/** A recording of one sample a number, at 10 Hz, whose number is its time in tenths. */
function setup() {
  const timeline = new LiveTimeline(0, 10);
  const player = new Player({ timeline, frames: { request: () => 0, cancel: () => undefined } });
  const view = new ViewStore({ from: 0, to: 0 });
  const pulls: { from: number; answer: (pull: Partial<TailPull>) => void; fail: () => void }[] = [];
  const loads: [number, number][] = [];
  const newTopics: string[] = [];
  const edge = new LiveEdge(
    {
      player,
      timeline,
      view,
      pull: (from) =>
        new Promise((resolve, reject) =>
          pulls.push({
            from,
            answer: (pull) =>
              resolve({ topics: [], nextSeq: from, headSeq: from, skipped: 0, ended: false, ...pull }),
            fail: () => reject(new Error("no line")),
          }),
        ),
      loadSamples: (from, to) => {
        loads.push([from, to]);
        return Promise.resolve([samples(Math.ceil(from * 10), Math.round(to * 10) + 1)]);
      },
      loadEnvelopes: () => Promise.resolve([]),
      onNewTopic: (name) => newTopics.push(name),
    },
    ["/s"],
  );
  edge.goLive();
  const times = (): number[] => [...(edge.signals.get("/s", { from: 1e9, to: 1e9 })?.t ?? [])];
  return { edge, player, timeline, view, pulls, loads, newTopics, times };
}

function news(headSeq: number, change: Partial<FollowUpdate> = {}): FollowUpdate {
  const headTime = headSeq > 1 ? (headSeq - 1) / 10 : null;
  return {
    headSeq,
    sealedSeq: 1,
    headTime,
    state: "recording",
    cutOff: null,
    finished: false,
    clock: null,
    marks: [],
    ...change,
  };
}

test("what was is loaded, what comes is pulled from the number on where that ended: nothing is missing, nothing twice", async () => {
  const { edge, pulls, loads, times, player } = setup();
  edge.heard(news(101));
  await vi.waitFor(() => expect(edge.signals.getState().loaded).toBe(true));
  expect([loads, pulls.length, player.time]).toEqual([[[0, 10]], 0, 10]);
  edge.heard(news(111));
  await vi.waitFor(() => expect(pulls.length).toBe(1));
  expect(pulls[0]?.from).toBe(101);
  pulls[0]?.answer({ topics: [samples(101, 111)], nextSeq: 111, headSeq: 111 });
  await vi.waitFor(() => expect(player.time).toBe(11));
  expect(times()).toEqual(Array.from({ length: 111 }, (_, n) => n / 10));
  expect(edge.getState()).toMatchObject({ state: "recording", isBehind: false, problem: null });
});

test("however much news comes, one pull is under way; a slow one is followed by one larger one, and being behind is told", async () => {
  const { edge, pulls, player } = setup();
  edge.heard(news(1));
  await vi.waitFor(() => expect(edge.signals.getState().loaded).toBe(true));
  let states = 0;
  edge.subscribe(() => (states += 1));
  for (let seq = 2; seq <= 100; seq += 1) edge.heard(news(seq));
  expect(pulls.map(({ from }) => from)).toEqual([1]);
  pulls[0]?.answer({ topics: [samples(1, 2)], nextSeq: 2, headSeq: 100 });
  await vi.waitFor(() => expect(pulls.length).toBe(2));
  expect(edge.getState().isBehind).toBe(true);
  expect(edge.behindS).toBeCloseTo(9.8);
  pulls[1]?.answer({ topics: [samples(2, 100)], nextSeq: 100, headSeq: 100 });
  await vi.waitFor(() => expect(edge.getState().isBehind).toBe(false));
  expect([player.time, pulls.length, states]).toEqual([9.9, 2, 2]);
});

test("to go live when behind skips what lies between, and an answer for it that comes late changes nothing", async () => {
  const { edge, pulls, player, times } = setup();
  edge.heard(news(1));
  await vi.waitFor(() => expect(edge.signals.getState().loaded).toBe(true));
  edge.heard(news(500));
  edge.goLive();
  expect(player.time).toBeCloseTo(49.9);
  pulls[0]?.answer({ topics: [samples(1, 300)], nextSeq: 300, headSeq: 500 });
  edge.heard(news(510));
  await vi.waitFor(() => expect(pulls.at(-1)?.from).toBe(500));
  pulls.at(-1)?.answer({ topics: [samples(500, 510)], nextSeq: 510, headSeq: 510 });
  await vi.waitFor(() => expect(player.time).toBeCloseTo(50.9));
  expect(times()[0]).toBe(50);
});

test("a server that skipped numbers makes what is held begin anew, without a line across the gap", async () => {
  const { edge, pulls, times } = setup();
  edge.heard(news(11));
  await vi.waitFor(() => expect(edge.signals.getState().loaded).toBe(true));
  edge.heard(news(500));
  await vi.waitFor(() => expect(pulls.length).toBe(1));
  pulls[0]?.answer({ topics: [samples(490, 500)], nextSeq: 500, headSeq: 500, skipped: 479 });
  await vi.waitFor(() => expect(times()[0]).toBe(49));
});

test("a pull that fails is told and tried again from the same number", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout"] });
  const { edge, pulls } = setup();
  edge.heard(news(1));
  edge.heard(news(5));
  await vi.advanceTimersByTimeAsync(0);
  edge.heard(news(6));
  pulls[0]?.fail();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(edge.getState().problem).toBe("no line");
  expect(pulls.map(({ from }) => from)).toEqual([1, 1]);
  pulls[1]?.answer({ topics: [samples(1, 6)], nextSeq: 6, headSeq: 6 });
  await vi.advanceTimersByTimeAsync(0);
  expect(edge.getState().problem).toBeNull();
  vi.useRealTimers();
});

test("a topic that nobody knew is told once; the end of a recording leaves the playhead on its last frame", async () => {
  const { edge, pulls, newTopics, player } = setup();
  edge.heard(news(1));
  await vi.waitFor(() => expect(edge.signals.getState().loaded).toBe(true));
  edge.heard(news(11));
  pulls[0]?.answer({ topics: [samples(1, 11), samples(1, 11, "/new")], nextSeq: 11, headSeq: 11 });
  await vi.waitFor(() => expect(newTopics).toEqual(["/new"]));
  edge.heard(news(11, { state: "ended" }));
  await vi.waitFor(() => expect(player.getState().atEdge).toBe(false));
  expect(player.time).toBe(1);
});

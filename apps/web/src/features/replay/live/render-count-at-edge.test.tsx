// @vitest-environment happy-dom
import type { TopicColumns } from "@retake/telemetry/types";
import type { FollowUpdate } from "@retake/trpc/schemas";
import { act, Profiler } from "react";
import { createRoot } from "react-dom/client";
import { afterEach, expect, it, vi } from "vitest";
import { KeysProvider } from "../../keys/keys-provider.tsx";
import { TooltipProvider } from "../../../ui/tooltip.tsx";
import { Player } from "../engine/player.ts";
import { OverviewStrip } from "../overview/overview-strip.tsx";
import { StageContext, type Stage } from "../player-context.tsx";
import { createSimilarStore } from "../../similar/similar-store.ts";
import { HoverStore } from "../signals/hover-store.ts";
import { MarksLane } from "../signals/marks-lane.tsx";
import { ViewStore } from "../signals/view-store.ts";
import { Transport } from "../transport/transport.tsx";
import { LiveEdge } from "./live-edge.ts";
import { LiveBadge, LiveStrip } from "./live-strip.tsx";
import { LiveTimeline } from "./live-timeline.ts";

const MARKS = [{ key: "s1", time: 1, kind: "phase", text: "reach" }] as const;

afterEach(() => vi.unstubAllGlobals());

function samples(fromSeq: number, toSeq: number): TopicColumns {
  const t = Float64Array.from({ length: toSeq - fromSeq }, (_, i) => (fromSeq + i) / 50);
  return {
    name: "/s",
    type: "float64",
    shape: [],
    dims: 1,
    t,
    frame: new Int32Array(t.length),
    values: Float64Array.from(t),
  };
}

function createStage(): { stage: Stage; edge: LiveEdge; pulls: () => number } {
  const timeline = new LiveTimeline(0, 50);
  const player = new Player({ timeline, frames: { request: () => 0, cancel: () => undefined } });
  const view = new ViewStore({ from: 0, to: 0 });
  let head = 1;
  let pulls = 0;
  const edge = new LiveEdge(
    {
      player,
      timeline,
      view,
      pull: (from) => {
        pulls += 1;
        return Promise.resolve({
          topics: [samples(from, head)],
          nextSeq: head,
          headSeq: head,
          skipped: 0,
          ended: false,
        });
      },
      loadSamples: () => Promise.resolve([]),
      loadEnvelopes: () => Promise.resolve([]),
      onNewTopic: () => undefined,
    },
    ["/s"],
  );
  const heard = edge.heard.bind(edge);
  edge.heard = (update) => {
    head = update.headSeq;
    heard(update);
  };
  const live = { edge, beginsAtEdge: true, mediaUrl: () => "", loadTimes: () => Promise.resolve(null) };
  const hover = new HoverStore();
  const stage = { player, view, hover, similar: createSimilarStore(), clockStart: 0, live };
  return { stage, edge, pulls: () => pulls };
}

function news(headSeq: number, change: Partial<FollowUpdate> = {}): FollowUpdate {
  return {
    headSeq,
    sealedSeq: 1,
    headTime: (headSeq - 1) / 50,
    state: "recording",
    cutOff: null,
    finished: false,
    clock: null,
    marks: [],
    ...change,
  };
}

it("renders nothing per pull at the live edge, although time, frame, playhead and view move with each", async () => {
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
  const { stage, edge, pulls } = createStage();
  let renders = 0;
  const host = document.createElement("div");
  document.body.append(host);
  const root = createRoot(host);
  await act(async () =>
    root.render(
      <Profiler id="live" onRender={() => (renders += 1)}>
        <TooltipProvider>
          <KeysProvider>
            <StageContext value={stage}>
              {stage.live === null ? null : <LiveBadge live={stage.live} />}
              {stage.live === null ? null : <LiveStrip live={stage.live} />}
              <Transport />
              <OverviewStrip stills={null} marks={MARKS} />
              <MarksLane marks={MARKS} />
            </StageContext>
          </KeysProvider>
        </TooltipProvider>
      </Profiler>,
    ),
  );
  await act(async () => {
    edge.goLive();
    edge.heard(news(51));
  });
  const started = renders;
  const seen = new Set<string>();
  for (let seq = 53; seq <= 351; seq += 2) {
    await act(async () => edge.heard(news(seq)));
    const mark = host.querySelector<HTMLElement>("[data-overview] [data-mark]");
    seen.add(`${host.querySelector('[data-testid="time"]')?.textContent} ${mark?.style.left}`);
  }
  expect([pulls(), seen.size]).toEqual([150, 150]);
  expect(host.querySelector('[data-testid="time"]')?.textContent).toBe("7.000 s");
  expect(host.querySelector("[data-live]")?.getAttribute("data-live")).toBe("edge");
  expect(renders).toBe(started);
  await act(async () =>
    edge.heard(news(351, { state: "cut_off", cutOff: { since: "2026-01-01", until: "2026-01-01" } })),
  );
  expect(renders).toBeGreaterThan(started);
  expect(host.textContent).toContain("cut off");
  await act(async () => root.unmount());
});

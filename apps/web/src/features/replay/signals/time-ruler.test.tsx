// @vitest-environment happy-dom
import { act } from "react";
import { createRoot } from "react-dom/client";
import { afterEach, expect, it, vi } from "vitest";
import { createSimilarStore } from "../../similar/similar-store.ts";
import { FrameTimeline } from "../engine/frame-timeline.ts";
import { Player } from "../engine/player.ts";
import { StageContext, type Stage } from "../player-context.tsx";
import { HoverStore } from "./hover-store.ts";
import { TextLaneRow } from "./text-lane.tsx";
import { TimeRuler } from "./time-ruler.tsx";
import { ViewStore } from "./view-store.ts";

afterEach(() => vi.unstubAllGlobals());

function stageOf(): Stage {
  const timeline = FrameTimeline.uniform(300, 30);
  return {
    player: new Player({ timeline, now: () => 0, frames: { request: () => 1, cancel: () => undefined } }),
    view: new ViewStore({ from: timeline.start, to: timeline.end }),
    hover: new HoverStore(),
    similar: createSimilarStore(),
    clockStart: null,
    live: null,
  };
}

it("says which time the values under the pointer are of, at its place, also while the axis is zoomed", async () => {
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
  const stage = stageOf();
  const host = document.body.appendChild(document.createElement("div"));
  const root = createRoot(host);
  await act(async () =>
    root.render(
      <StageContext value={stage}>
        <TimeRuler />
      </StageContext>,
    ),
  );
  const label = host.querySelector<HTMLElement>("[data-pointed-time]")!;
  const { from, to } = stage.view.whole;
  expect(label.hidden).toBe(true);
  stage.hover.set(from + (to - from) / 4);
  expect([label.hidden, label.style.left]).toEqual([false, "25.000%"]);
  expect(label.textContent).toBe(`${(from + (to - from) / 4).toFixed(3)} s`);
  stage.view.set({ from, to: from + (to - from) / 2 });
  expect(label.style.left).toBe("50.000%");
  stage.view.set({ from: from + (to - from) / 2, to });
  expect(label.hidden).toBe(true);
  stage.view.reset();
  stage.hover.set(null);
  expect(label.hidden).toBe(true);
  await act(async () => root.unmount());
});

it("names the lane of a text by the end of its path, which tells it from its neighbours", async () => {
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
  const host = document.body.appendChild(document.createElement("div"));
  const root = createRoot(host);
  const spans = [{ from: 0, to: 5, text: "valid" }];
  await act(async () =>
    root.render(
      <StageContext value={stageOf()}>
        <TextLaneRow lane={{ name: "annotation/human/validity", isEvents: false, spans }} />
        <TextLaneRow lane={{ name: "annotation/human/action/text", isEvents: false, spans }} />
        <TextLaneRow lane={{ name: "subtask", isEvents: false, spans }} />
      </StageContext>,
    ),
  );
  const titles = [...host.querySelectorAll("h3")].map((title) => [title.textContent, title.title]);
  expect(titles).toEqual([
    ["validity", "annotation/human/validity"],
    ["action", "annotation/human/action/text"],
    ["subtask", "subtask"],
  ]);
  await act(async () => root.unmount());
});

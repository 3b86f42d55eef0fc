// @vitest-environment happy-dom
import { act, Profiler } from "react";
import { createRoot } from "react-dom/client";
import { afterEach, expect, it, vi } from "vitest";
import { TooltipProvider } from "../../ui/tooltip.tsx";
import { KeysProvider } from "../keys/keys-provider.tsx";
import { FrameTimeline } from "./engine/frame-timeline.ts";
import { Player } from "./engine/player.ts";
import { OverviewStrip } from "./overview/overview-strip.tsx";
import { StageContext, type Stage } from "./player-context.tsx";
import { createSimilarStore } from "../similar/similar-store.ts";
import { HoverStore } from "./signals/hover-store.ts";
import { TextLaneRow } from "./signals/text-lane.tsx";
import { ViewStore } from "./signals/view-store.ts";
import { Transport } from "./transport/transport.tsx";

const LANE = { name: "subtask", isEvents: false, spans: [{ from: 0, to: 5, text: "reach" }] };

afterEach(() => vi.unstubAllGlobals());

it("renders nothing while playing, although time, frame and playheads move on every display frame", async () => {
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
  let nowMs = 0;
  let callback: (() => void) | null = null;
  const timeline = FrameTimeline.uniform(300, 30);
  const frames = {
    request: (next: () => void): number => {
      callback = next;
      return 1;
    },
    cancel: (): void => {},
  };
  const player = new Player({ timeline, now: () => nowMs, frames });
  const stage: Stage = {
    player,
    view: new ViewStore({ from: timeline.start, to: timeline.end }),
    hover: new HoverStore(),
    similar: createSimilarStore(),
    clockStart: null,
    live: null,
  };
  let renders = 0;
  const host = document.createElement("div");
  document.body.append(host);
  const root = createRoot(host);
  await act(async () =>
    root.render(
      <Profiler id="replay" onRender={() => (renders += 1)}>
        <TooltipProvider>
          <KeysProvider>
            <StageContext value={stage}>
              <Transport />
              <OverviewStrip stills={null} marks={[]} />
              <TextLaneRow lane={LANE} />
            </StageContext>
          </KeysProvider>
        </TooltipProvider>
      </Profiler>,
    ),
  );
  await act(async () => player.play());
  const started = renders;
  const seen = new Set<string>();
  for (let i = 0; i < 120; i++) {
    nowMs += 16;
    await act(async () => callback?.());
    const playhead = host.querySelector<HTMLElement>("[data-overview] [data-playhead]");
    seen.add(`${host.querySelector('[data-testid="time"]')?.textContent} ${playhead?.style.transform}`);
  }
  expect(seen.size).toBeGreaterThan(100);
  expect(host.querySelector('[data-testid="frame"]')?.textContent).toBe("#58");
  expect(renders).toBe(started);
  await act(async () => player.pause());
  expect(renders).toBeGreaterThan(started);
  await act(async () => root.unmount());
});

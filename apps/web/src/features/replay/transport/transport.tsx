"use client";
import type { ReactNode } from "react";
import { ChevronLeft, ChevronRight, Pause, Play, SkipBack, SkipForward } from "lucide-react";
import { LiveControls } from "../live/live-controls.tsx";
import { usePlayerState, useStage } from "../player-context.tsx";
import { CopyLink } from "./copy-link.tsx";
import { LoopButtons } from "./loop-buttons.tsx";
import { RateMenu } from "./rate-menu.tsx";
import { TimeText } from "./time-text.tsx";
import { TransportButton } from "./transport-button.tsx";

/** The bar between pictures and signals. @param saved says whether labels are stored */
export function Transport({ saved = null }: { saved?: ReactNode }) {
  const { player, live } = useStage();
  const { playing, atEdge } = usePlayerState();
  const moves = playing || atEdge;
  const toEnd = (): void => (live === null ? player.seek(player.timeline.end) : live.edge.goLive());
  return (
    <div
      role="toolbar"
      aria-label="Playback"
      data-playing={playing}
      className="flex min-h-10 shrink-0 flex-wrap items-center gap-x-3 px-2 max-md:justify-between"
    >
      <div className="flex items-center">
        <TransportButton label="First frame" keys="Home" onPress={() => player.seek(player.timeline.start)}>
          <SkipBack aria-hidden />
        </TransportButton>
        <TransportButton label="One frame back" keys="ArrowLeft" onPress={() => player.step(-1)}>
          <ChevronLeft aria-hidden />
        </TransportButton>
        <TransportButton label={moves ? "Pause" : "Play"} keys=" " onPress={() => player.toggle()}>
          {moves ? <Pause aria-hidden fill="currentColor" /> : <Play aria-hidden fill="currentColor" />}
        </TransportButton>
        <TransportButton label="One frame on" keys="ArrowRight" onPress={() => player.step(1)}>
          <ChevronRight aria-hidden />
        </TransportButton>
        <TransportButton label={live === null ? "Last frame" : "Go live"} keys="End" onPress={toEnd}>
          <SkipForward aria-hidden />
        </TransportButton>
      </div>
      <TimeText />
      {live === null ? null : <LiveControls live={live} />}
      <Waiting />
      <div className="ml-auto flex items-center max-md:ml-0">
        <RateMenu />
        <LoopButtons />
        <CopyLink />
        {saved}
      </div>
    </div>
  );
}

/** Why the pictures do not move, or not smoothly, or not all of them. */
function Waiting() {
  const { waitingFor, late, limited } = usePlayerState();
  const words = waitingWords(waitingFor, late, limited);
  return (
    <span role="status" className="min-w-0 truncate text-xs text-attention" title={words}>
      {words}
    </span>
  );
}

function waitingWords(waitingFor: readonly string[], late: readonly string[], limited: boolean): string {
  if (waitingFor.length > 0) return `Loading ${namesOf(waitingFor)}`;
  if (late.length > 0) return `Late: ${namesOf(late)}`;
  return limited ? "This machine decodes too slowly: showing fewer frames, all in step" : "";
}

function namesOf(topics: readonly string[]): string {
  return topics.map((topic) => topic.split("/").at(-1)).join(", ");
}

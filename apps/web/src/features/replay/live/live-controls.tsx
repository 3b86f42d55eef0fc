"use client";
import { ChevronsRight } from "lucide-react";
import { useEffect, useRef, useSyncExternalStore } from "react";
import { Button } from "../../../ui/button.tsx";
import { Tooltip } from "../../../ui/tooltip.tsx";
import { RecordingDot } from "../../live-feed/state-badge.tsx";
import { usePlayerState } from "../player-context.tsx";
import type { LiveEdge, LiveState } from "./live-edge.ts";
import type { LiveStage } from "./live-stage.ts";

/** What the screen says of the recording. Renders when that changes, never per message. */
export function useLiveState(edge: LiveEdge): LiveState {
  return useSyncExternalStore(edge.subscribe, edge.getState, edge.getState);
}

/** Whether the page shows what happens now, and the way there. */
export function LiveControls({ live: { edge } }: { live: LiveStage }) {
  const { atEdge } = usePlayerState();
  const { isBehind, state } = useLiveState(edge);
  if (state === "ended") return null;
  if (atEdge && !isBehind) {
    return (
      <span
        data-live="edge"
        className="inline-flex h-6 items-center gap-1.5 rounded-full bg-failure-fill/15 px-2.5 text-xs font-semibold text-failure"
        title="You see what happens now"
      >
        <RecordingDot />
        LIVE
      </span>
    );
  }
  return (
    <Tooltip label="Show what happens now" keys="End" side="top">
      <Button
        size="sm"
        data-live={atEdge ? "behind" : "past"}
        onMouseDown={(event) => event.preventDefault()}
        onClick={() => edge.goLive()}
      >
        <ChevronsRight aria-hidden />
        {atEdge ? <Behind edge={edge} /> : null}
        Go live
      </Button>
    </Tooltip>
  );
}

/** `3.2 s behind ·`, written without rendering. */
function Behind({ edge }: { edge: LiveEdge }) {
  const words = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const write = (): void => {
      if (words.current !== null) words.current.textContent = `${edge.behindS.toFixed(1)} s behind ·`;
    };
    write();
    const timer = setInterval(write, 250);
    return () => clearInterval(timer);
  }, [edge]);
  return <span ref={words} className="figures font-normal text-attention" />;
}

"use client";
import { CircleAlert, Clock, Unplug } from "lucide-react";
import type { ReactNode } from "react";
import { clockWarnings, cutOffWords } from "../../live-feed/live-words.ts";
import { StateBadge } from "../../live-feed/state-badge.tsx";
import { Ticking } from "../../live-feed/ticking.tsx";
import { useLiveState } from "./live-controls.tsx";
import type { LiveStage } from "./live-stage.ts";

/** How the recording stands, in words, when there is something to say. */
export function LiveStrip({ live }: { live: LiveStage }) {
  const { state, cutOff, clock, problem } = useLiveState(live.edge);
  const warnings = clockWarnings(clock);
  const isQuiet = cutOff === null && state !== "ended" && problem === null && warnings.length === 0;
  if (isQuiet) return null;
  return (
    <div
      role="status"
      className="flex shrink-0 flex-wrap items-center gap-x-4 gap-y-1 border-b bg-panel px-3 py-1 text-xs"
    >
      {cutOff === null ? null : (
        <Note icon={<Unplug aria-hidden />}>
          The robot was cut off <Ticking words={() => cutOffWords(cutOff, Date.now())} />. What was confirmed
          is kept.
        </Note>
      )}
      {state === "ended" ? (
        <span className="text-ink-2">
          The recording has ended and is being stored. All of it can be looked at meanwhile.
        </span>
      ) : null}
      {problem === null ? null : (
        <Note icon={<CircleAlert aria-hidden />}>
          What comes in could not be loaded: {problem} Trying again.
        </Note>
      )}
      {warnings.map((words) => (
        <Note key={words} icon={<Clock aria-hidden />}>
          {words}
        </Note>
      ))}
    </div>
  );
}

function Note({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <span className="inline-flex min-w-0 items-baseline gap-1.5 text-attention [&_svg]:size-3.5 [&_svg]:shrink-0 [&_svg]:translate-y-0.5">
      {icon}
      <span className="min-w-0">{children}</span>
    </span>
  );
}

/** Beside the title: recording, cut off, ended. */
export function LiveBadge({ live }: { live: LiveStage }) {
  const { state } = useLiveState(live.edge);
  return state === null ? null : <StateBadge state={state} />;
}

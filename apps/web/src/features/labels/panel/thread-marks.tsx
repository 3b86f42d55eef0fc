"use client";
import { useLayoutEffect, useRef } from "react";
import { useStage } from "../../replay/player-context.tsx";
import { shareOf } from "../../replay/signals/view-window.ts";
import { useLabels, useStore } from "../session/labels-context.tsx";

/** Where open threads lie in the whole episode. */
export function ThreadMarks() {
  const { parts } = useLabels();
  const open = useStore(parts.threads).filter(({ resolved }) => !resolved);
  const { view } = useStage();
  const host = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const place = (): void => {
      for (const [i, element] of [...(host.current?.children ?? [])].entries()) {
        const thread = open[i];
        if (thread === undefined || !(element instanceof HTMLElement)) continue;
        element.style.left = `${(Math.min(1, Math.max(0, shareOf(view.whole, thread.t))) * 100).toFixed(3)}%`;
      }
    };
    place();
    return view.subscribe(place);
  });
  return (
    <div ref={host} aria-hidden className="pointer-events-none absolute inset-0">
      {open.map((thread) => (
        <div
          key={thread.id}
          data-thread-mark={thread.id}
          className="absolute top-0 size-2 -translate-x-1/2 rounded-b-full bg-accent-fill"
        />
      ))}
    </div>
  );
}

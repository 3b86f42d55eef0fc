"use client";
import type { Mark } from "@retake/trpc/schemas";
import { useEffect, useRef } from "react";
import { useStage } from "../player-context.tsx";
import { MARK_LOOKS } from "../signals/mark-words.ts";
import { shareOf } from "../signals/view-window.ts";

/** Where marks lie in the whole episode; their words are in the lane below. */
export function OverviewMarks({ marks }: { marks: readonly Mark[] }) {
  const { view } = useStage();
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const place = (): void => {
      for (const [i, element] of [...(host.current?.children ?? [])].entries()) {
        const mark = marks[i];
        if (mark === undefined || !(element instanceof HTMLElement)) continue;
        element.style.left = `${(Math.min(1, Math.max(0, shareOf(view.whole, mark.time))) * 100).toFixed(3)}%`;
      }
    };
    place();
    return view.subscribe(place);
  }, [view, marks]);
  return (
    <div ref={host} className="pointer-events-none absolute inset-0">
      {marks.map((mark) => (
        <div
          key={mark.key}
          data-mark={mark.kind}
          className="absolute bottom-0 h-2 w-0.5 -translate-x-1/2"
          style={{ backgroundColor: MARK_LOOKS[mark.kind].edge }}
        />
      ))}
    </div>
  );
}

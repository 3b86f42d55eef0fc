"use client";
import type { Mark } from "@retake/trpc/schemas";
import { useEffect, useRef } from "react";
import { useStage } from "../player-context.tsx";
import { MARK_LOOKS, markTitle, markWords } from "./mark-words.ts";
import { TimeSurface } from "./time-surface.tsx";
import { shareOf } from "./view-window.ts";

/** What somebody at the robot said, at its moments. A press goes there. */
export function MarksLane({ marks }: { marks: readonly Mark[] }) {
  const { player, view } = useStage();
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const place = (): void => {
      const span = view.get();
      for (const [i, element] of [...(row.current?.children ?? [])].entries()) {
        const mark = marks[i];
        if (mark === undefined || !(element instanceof HTMLElement)) continue;
        const share = shareOf(span, mark.time);
        element.hidden = share < 0 || share > 1;
        element.style.left = `${(share * 100).toFixed(3)}%`;
        // Its words end where the next mark begins.
        const room = shareOf(span, marks[i + 1]?.time ?? Infinity) - share;
        element.style.maxWidth = room < 1 ? `max(4px, ${(room * 100).toFixed(3)}%)` : "";
      }
    };
    place();
    return view.subscribe(place);
  }, [view, marks]);
  return (
    <section aria-label="Marks" className="flex h-7 shrink-0 border-t">
      <h3 className="w-16 shrink-0 truncate pr-1.5 pl-2 text-right text-xs leading-7 text-ink-3">marks</h3>
      <TimeSurface className="flex-1">
        <div ref={row} className="absolute inset-x-0 inset-y-1">
          {marks.map((mark) => (
            <button
              key={mark.key}
              type="button"
              title={markTitle(mark)}
              data-mark={mark.kind}
              onPointerDown={(event) => event.stopPropagation()}
              onMouseDown={(event) => event.preventDefault()}
              onClick={(event) => {
                event.stopPropagation();
                player.seek(mark.time);
              }}
              style={{ borderLeftColor: MARK_LOOKS[mark.kind].edge }}
              className="absolute inset-y-0 max-w-48 truncate rounded-r-sm border-l-2 bg-hover pl-1.5 text-xs leading-5 text-ink"
            >
              <span aria-hidden className={MARK_LOOKS[mark.kind].ink}>
                {MARK_LOOKS[mark.kind].sign}
              </span>{" "}
              {markWords(mark)}
            </button>
          ))}
        </div>
      </TimeSurface>
      <div className="w-58 shrink-0 border-l max-md:hidden" />
    </section>
  );
}

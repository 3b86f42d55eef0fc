"use client";
import { useEffect, useRef } from "react";
import { useStage } from "../player-context.tsx";
import { formatSeconds } from "../signals/format-value.ts";
import { GoTo } from "./go-to.tsx";

/** Time and frame number of the playhead, written into the page without rendering. Frames count from 0, as in the dataset. */
export function TimeText() {
  const { player } = useStage();
  const time = useRef<HTMLOutputElement>(null);
  const frame = useRef<HTMLSpanElement>(null);
  const count = useRef<HTMLSpanElement>(null);
  useEffect(
    () =>
      player.onTick((t, k) => {
        if (time.current !== null) time.current.textContent = formatSeconds(t);
        if (frame.current !== null) frame.current.textContent = `#${k}`;
        // Grows while it records.
        const all = String(player.timeline.count);
        if (count.current !== null && count.current.textContent !== all) count.current.textContent = all;
      }),
    [player],
  );
  const digits = String(player.timeline.count).length + 1;
  return (
    <div className="figures relative flex shrink-0 items-baseline gap-3 whitespace-nowrap">
      <output
        ref={time}
        aria-label="Time"
        data-testid="time"
        className="inline-block min-w-[9ch] text-right text-sm! text-ink"
      />
      <span className="text-ink-3">
        <span
          ref={frame}
          data-testid="frame"
          className="inline-block text-right text-ink-2"
          style={{ minWidth: `${digits}ch` }}
        />
        {" / "}
        <span ref={count} />
      </span>
      <GoTo />
    </div>
  );
}

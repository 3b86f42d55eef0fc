"use client";
import { useImperativeHandle, useRef, type Ref } from "react";
import { useStage } from "../player-context.tsx";
import { formatSeconds } from "../signals/format-value.ts";

/** Stills in one strip picture, evenly spread over the episode. */
const STILLS = 8;

export interface Stills {
  url: string;
  /** Width / height of one still. */
  aspect: number;
}

const WIDTH_PX = 128;

export interface PreviewHandle {
  /** Shows what is at this share of the episode; null hides it. */
  show: (share: number | null) => void;
}

/** Time, frame and nearest still above the pointer while it is on the strip. */
export function ScrubPreview({ stills, ref }: { stills: Stills | null; ref: Ref<PreviewHandle> }) {
  const { player, view } = useStage();
  const box = useRef<HTMLDivElement>(null);
  const still = useRef<HTMLDivElement>(null);
  const words = useRef<HTMLSpanElement>(null);
  useImperativeHandle(
    ref,
    () => ({
      show: (share) => {
        const element = box.current;
        if (element === null) return;
        element.style.visibility = share === null ? "hidden" : "visible";
        if (share === null) return;
        const t = view.whole.from + share * (view.whole.to - view.whole.from);
        // Fixed, because the panels around cut off what leaves them.
        const strip = element.parentElement?.getBoundingClientRect() ?? new DOMRect();
        const half = WIDTH_PX / 2 + 8;
        const middle = Math.min(
          strip.right - half,
          Math.max(strip.left + half, strip.left + share * strip.width),
        );
        element.style.left = `${middle - WIDTH_PX / 2}px`;
        element.style.bottom = `${window.innerHeight - strip.top + 4}px`;
        const index = Math.min(STILLS - 1, Math.floor(share * STILLS));
        if (still.current !== null)
          still.current.style.backgroundPositionX = `${(index / (STILLS - 1)) * 100}%`;
        if (words.current !== null)
          words.current.textContent = `${formatSeconds(t)}  #${player.timeline.frameAt(t)}`;
      },
    }),
    [player, view],
  );
  return (
    <div
      ref={box}
      aria-hidden
      className="pointer-events-none invisible fixed z-20 overflow-hidden rounded bg-raised shadow-float"
      style={{ width: WIDTH_PX }}
    >
      {stills === null ? null : (
        <div
          ref={still}
          className="w-full"
          style={{
            aspectRatio: stills.aspect,
            backgroundImage: `url("${stills.url}")`,
            backgroundSize: `${STILLS * 100}% 100%`,
          }}
        />
      )}
      <span ref={words} className="figures block px-1 py-0.5 text-center whitespace-pre" />
    </div>
  );
}

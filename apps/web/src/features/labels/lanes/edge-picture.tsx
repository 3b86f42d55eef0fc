"use client";
import {
  createContext,
  use,
  useImperativeHandle,
  useRef,
  type ReactNode,
  type Ref,
  type RefObject,
} from "react";
import { useStage } from "../../replay/player-context.tsx";
import { formatSeconds } from "../../replay/signals/format-value.ts";
import { shareOf } from "../../replay/signals/view-window.ts";

const WIDTH_PX = 144;

/** Where a JPEG of one frame comes from; null for an episode without pictures. */
const FramesContext = createContext<{ url: string; aspect: number } | null>(null);

interface EdgeFramesProviderProps {
  frames: { url: string; aspect: number } | null;
  children: ReactNode;
}

export function EdgeFramesProvider({ frames, children }: EdgeFramesProviderProps) {
  return <FramesContext value={frames}>{children}</FramesContext>;
}

export interface EdgePictureHandle {
  /** Shows the frame at `t`; null hides it. */
  show: (t: number | null) => void;
}

/** The frame under the edge that is being dragged, above it. */
export function EdgePicture({
  track,
  ref,
}: {
  track: RefObject<HTMLElement | null>;
  ref: Ref<EdgePictureHandle>;
}) {
  const { player, view } = useStage();
  const pictures = use(FramesContext);
  const box = useRef<HTMLDivElement>(null);
  const image = useRef<HTMLImageElement>(null);
  const words = useRef<HTMLSpanElement>(null);
  useImperativeHandle(
    ref,
    () => ({
      show: (t) => {
        const host = track.current;
        if (box.current === null || host === null) return;
        box.current.style.visibility = t === null ? "hidden" : "visible";
        if (t === null) return;
        const { left, top, width } = host.getBoundingClientRect();
        const middle = left + shareOf(view.get(), t) * width;
        const x = Math.min(window.innerWidth - WIDTH_PX - 8, Math.max(8, middle - WIDTH_PX / 2));
        Object.assign(box.current.style, { left: `${x}px`, bottom: `${window.innerHeight - top + 6}px` });
        const frame = player.timeline.frameAt(t);
        if (words.current !== null) words.current.textContent = `${formatSeconds(t)}  #${frame}`;
        // One picture at a time: the next is asked for when the one before has come.
        const img = image.current;
        if (img !== null && pictures !== null && img.complete)
          img.src = `${pictures.url}/${frame}.jpg?w=${2 * WIDTH_PX}`;
      },
    }),
    [player, view, track, pictures],
  );
  return (
    <div
      ref={box}
      aria-hidden
      data-edge-picture
      className="pointer-events-none invisible fixed z-30 overflow-hidden rounded bg-raised shadow-float"
      style={{ width: WIDTH_PX }}
    >
      {pictures === null ? null : (
        // oxlint-disable-next-line nextjs/no-img-element
        <img ref={image} alt="" className="block w-full bg-panel" style={{ aspectRatio: pictures.aspect }} />
      )}
      <span ref={words} className="figures block px-1 py-0.5 text-center whitespace-pre" />
    </div>
  );
}

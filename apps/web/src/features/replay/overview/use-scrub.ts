"use client";
import { useEffect, type RefObject } from "react";
import { useStage } from "../player-context.tsx";

/** Tells where on the strip the pointer is: share of its width, 0 to 1; null when it is neither over it nor dragging. */
type OnPoint = (share: number | null) => void;

/**
 * Makes a strip that spans the whole episode scrub: pressing and dragging moves the playhead at once, pictures follow as fast as
 * they can, and on release all show the exact frame. Playing goes on afterwards.
 */
export function useScrub(strip: RefObject<HTMLElement | null>, onPoint: OnPoint): void {
  const { player, view } = useStage();
  useEffect(() => {
    const element = strip.current;
    if (element === null) return undefined;
    const over = new AbortController();
    const { signal } = over;
    let resume: boolean | null = null;
    const shareUnder = (event: PointerEvent): number => {
      const box = element.getBoundingClientRect();
      return Math.min(1, Math.max(0, (event.clientX - box.left) / Math.max(1, box.width)));
    };
    const seek = (event: PointerEvent): void => {
      const { from, to } = view.whole;
      player.seek(from + shareUnder(event) * (to - from));
    };
    const onDown = (event: PointerEvent): void => {
      if (event.button !== 0) return;
      event.preventDefault();
      element.setPointerCapture(event.pointerId);
      resume = player.getState().playing;
      player.pause();
      seek(event);
      onPoint(shareUnder(event));
    };
    const onMove = (event: PointerEvent): void => {
      onPoint(shareUnder(event));
      if (resume !== null) seek(event);
    };
    const onUp = (event: PointerEvent): void => {
      if (resume === null) return;
      seek(event);
      if (resume) player.play();
      resume = null;
      if (event.pointerType === "touch") onPoint(null);
    };
    element.addEventListener("pointerdown", onDown, { signal });
    element.addEventListener("pointermove", onMove, { signal });
    element.addEventListener("pointerup", onUp, { signal });
    element.addEventListener("pointercancel", onUp, { signal });
    element.addEventListener("pointerleave", () => onPoint(null), { signal });
    return () => over.abort();
  }, [strip, player, view, onPoint]);
}

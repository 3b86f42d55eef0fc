"use client";
import { useRef, useState, type CSSProperties, type PointerEvent } from "react";

/** Dragged this far, or let go this fast, it goes. */
const AWAY_PX = 72;
const AWAY_PX_PER_MS = 0.5;

/** For the handle of something that a finger pulls down to close. It follows the finger and comes back when it was not meant. */
export function useSwipeDown(onAway: () => void) {
  const start = useRef<{ y: number; at: number } | null>(null);
  const [pulled, setPulled] = useState<number | null>(null);
  const end = (): void => {
    start.current = null;
    setPulled(null);
  };
  return {
    style: {
      transform: pulled === null ? undefined : `translateY(${pulled}px)`,
      transition: pulled === null ? "transform 120ms" : "none",
    } satisfies CSSProperties,
    handle: {
      onPointerDown: (event: PointerEvent<HTMLElement>): void => {
        // A press of a button on the handle stays one.
        if (!event.isPrimary || (event.target as HTMLElement).closest("a,button") !== null) return;
        start.current = { y: event.clientY, at: event.timeStamp };
        event.currentTarget.setPointerCapture(event.pointerId);
      },
      onPointerMove: (event: PointerEvent<HTMLElement>): void => {
        if (start.current !== null) setPulled(Math.max(0, event.clientY - start.current.y));
      },
      onPointerUp: (event: PointerEvent<HTMLElement>): void => {
        if (start.current === null) return;
        const by = event.clientY - start.current.y;
        const speed = by / Math.max(1, event.timeStamp - start.current.at);
        end();
        if (by > AWAY_PX || (by > 8 && speed > AWAY_PX_PER_MS)) onAway();
      },
      onPointerCancel: end,
    },
  };
}

"use client";
import { useRef, type MouseEvent, type PointerEvent } from "react";

/** What a browser makes of a tap, a press of the mouse, comes after it and would take the focus from the sheet that the tap has opened. */
export function useKeepFocus() {
  const isTouched = useRef(false);
  return {
    onPointerDown: (event: PointerEvent): void => {
      isTouched.current = event.pointerType === "touch";
    },
    onMouseDown: (event: MouseEvent): void => {
      if (isTouched.current) event.preventDefault();
    },
  };
}

"use client";
import { useRef, type ReactNode } from "react";
import { cn } from "../../../ui/cn.ts";
import { TimeOverlay } from "./time-overlay.tsx";
import { useTimePointer } from "./use-time-pointer.ts";
import type { TimeSpan } from "./view-window.ts";

interface TimeSurfaceProps {
  className?: string;
  /** What an Alt-drag across a stretch does; null: the same as without Alt. */
  onStretch?: ((span: TimeSpan) => void) | null;
  children?: ReactNode;
}

/** An area over the shared time axis: what is drawn in it, the playhead and crosshair above, and all pointer habits. */
export function TimeSurface({ className, onStretch = null, children }: TimeSurfaceProps) {
  const surface = useRef<HTMLDivElement>(null);
  const selection = useRef<HTMLDivElement>(null);
  useTimePointer(surface, selection, onStretch);
  return (
    <div
      ref={surface}
      data-time-surface
      className={cn("relative cursor-crosshair touch-pan-y overflow-hidden select-none", className)}
    >
      {children}
      <TimeOverlay />
      <div
        ref={selection}
        className="pointer-events-none absolute inset-y-0 hidden border-x border-accent bg-accent/15"
      />
    </div>
  );
}

"use client";
import { ImageOff } from "lucide-react";
import { useState, type PointerEvent } from "react";
import { cn } from "./cn.ts";

/** Stills side by side in a filmstrip. */
const STRIP_STILLS = 8;

/** Narrower pictures have no room for words. */
const WORDS_FROM_PX = 128;

interface PosterProps {
  posterUrl: string | null;
  stripUrl: string | null;
  /** Width in CSS pixels; the picture asked for is twice as wide. */
  width: number;
  className?: string;
}

/** An episode's picture; moving the pointer across it runs through the episode's stills. */
export function Poster({ posterUrl, stripUrl, width, className }: PosterProps) {
  const [still, setStill] = useState<number | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const follow = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.pointerType === "touch") return;
    const box = event.currentTarget.getBoundingClientRect();
    const at = (event.clientX - box.left) / Math.max(1, box.width);
    setStill(Math.min(STRIP_STILLS - 1, Math.max(0, Math.floor(at * STRIP_STILLS))));
  };
  return (
    <div
      className={cn("relative overflow-hidden rounded-sm bg-hover", className)}
      {...(stripUrl === null ? {} : { onPointerMove: follow, onPointerLeave: () => setStill(null) })}
    >
      {posterUrl === null || posterUrl === failed ? (
        <div
          title="No picture"
          className="flex size-full flex-col items-center justify-center gap-1 text-xs text-ink-3"
        >
          <ImageOff className="size-4" aria-hidden />
          <span className={width < WORDS_FROM_PX ? "sr-only" : ""}>No picture</span>
        </div>
      ) : (
        // Already small, immutable and cached by its address: Next's image server would only slow it down.
        // oxlint-disable-next-line nextjs/no-img-element
        <img
          src={`${posterUrl}${posterUrl.includes("?") ? "&" : "?"}w=${width * 2}`}
          alt=""
          decoding="async"
          onError={() => setFailed(posterUrl)}
          className="size-full object-cover"
        />
      )}
      {still === null || stripUrl === null ? null : (
        <>
          <div
            className="absolute inset-0 bg-no-repeat"
            style={{
              backgroundImage: `url("${encodeURI(decodeURI(stripUrl))}")`,
              backgroundSize: `${STRIP_STILLS * 100}% 100%`,
              backgroundPosition: `${(still / (STRIP_STILLS - 1)) * 100}% 0`,
            }}
          />
          <div className="absolute inset-x-0 bottom-0 h-0.5 bg-black/40">
            <div className="h-full bg-white" style={{ width: `${((still + 1) / STRIP_STILLS) * 100}%` }} />
          </div>
        </>
      )}
    </div>
  );
}

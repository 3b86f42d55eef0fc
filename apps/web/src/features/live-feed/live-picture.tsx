"use client";
import { useEffect, useRef, useState } from "react";
import { cn } from "../../ui/cn.ts";
import { NewestPicture } from "./newest-picture.ts";
import { NoPictureYet } from "./no-picture-yet.tsx";

interface LivePictureProps {
  url: string;
  /** What the picture shows, for those who do not see it. */
  label: string;
  /** At least this long between two pictures. */
  everyMs: number;
  /** Shown until there is a newest one; null: nothing. */
  behindUrl: string | null;
  className?: string;
}

/** A camera's newest picture, while it is in sight. */
export function LivePicture({ url, label, everyMs, behindUrl, className }: LivePictureProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [isReachable, setReachable] = useState(true);
  useEffect(() => {
    if (canvas.current === null) return undefined;
    const { current } = canvas;
    const feed = new NewestPicture({
      url,
      canvas: current,
      everyMs,
      lookAgainMs: everyMs,
      onState: setReachable,
    });
    const sight = new IntersectionObserver(([entry]) => {
      if (entry?.isIntersecting === true) feed.start();
      else feed.stop();
    });
    sight.observe(current);
    return () => {
      sight.disconnect();
      feed.stop();
    };
  }, [url, everyMs]);
  return (
    <div className={cn("relative overflow-hidden rounded bg-hover", className)}>
      {behindUrl === null ? (
        <NoPictureYet />
      ) : (
        // As small as it is shown, and cached by its address.
        // oxlint-disable-next-line nextjs/no-img-element
        <img src={behindUrl} alt="" className="absolute inset-0 size-full object-contain" />
      )}
      <canvas ref={canvas} role="img" aria-label={label} className="relative size-full object-contain" />
      {isReachable ? null : (
        <p className="absolute inset-x-1 bottom-1 rounded-sm bg-black/70 px-1 text-center text-xs text-white">
          no picture
        </p>
      )}
    </div>
  );
}

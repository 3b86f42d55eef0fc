"use client";
import type { CameraInfo } from "@retake/trpc/schemas";
import { useRef, useState } from "react";
import { useElementSize } from "../use-element-size.ts";
import { aspectOf } from "./camera-aspect.ts";
import { CameraTile } from "./camera-tile.tsx";
import { gridShape } from "./grid-shape.ts";

interface CameraGridProps {
  cameras: readonly CameraInfo[];
  /** Names what is saved. */
  episode: string;
}

/** All cameras, as large as the space allows; a click enlarges one while the others keep running beside it. */
export function CameraGrid({ cameras, episode }: CameraGridProps) {
  const host = useRef<HTMLDivElement>(null);
  const { width, height } = useElementSize(host);
  const [focused, setFocused] = useState<string | null>(null);
  const focus = cameras.findIndex((camera) => camera.topic === focused);
  const boxes = gridShape(cameras.map(aspectOf), width, height, focus === -1 ? null : focus);
  return (
    <section aria-label="Cameras" className="size-full min-h-0 p-2">
      <div ref={host} className="relative size-full">
        {cameras.length === 0 ? (
          <p className="flex size-full items-center justify-center text-xs text-ink-3">
            This episode has no camera.
          </p>
        ) : null}
        {cameras.map((camera, i) => (
          <CameraTile
            key={camera.topic}
            camera={camera}
            episode={episode}
            box={boxes[i] ?? { left: 0, top: 0, width: 0, height: 0 }}
            isFocused={i === focus}
            onFocus={cameras.length === 1 ? null : () => setFocused(i === focus ? null : camera.topic)}
          />
        ))}
      </div>
    </section>
  );
}

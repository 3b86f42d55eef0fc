"use client";
import type { CameraInfo } from "@retake/trpc/schemas";
import { useEffect, useRef, useState } from "react";
import type { CameraMap } from "../engine/camera-map.ts";
import { PictureTrack } from "../engine/picture-track.ts";
import { useStage } from "../player-context.tsx";

interface PictureSurfaceProps {
  camera: CameraInfo;
  frameUrl: string;
  follows: boolean;
  /** Why only stills are shown. */
  note: string | null;
  map: CameraMap;
  onShown: (frame: number) => void;
}

/** A camera as single pictures on a canvas. */
export function PictureSurface({ camera, frameUrl, follows, note, map, onShown }: PictureSurfaceProps) {
  const { player } = useStage();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    if (canvas.current === null) return undefined;
    const { current } = canvas;
    return player.addTrack(
      new PictureTrack({
        topic: camera.topic,
        canvas: current,
        map,
        frameUrl,
        follows,
        gate: { entry: player.gate.join(camera.topic, onShown), spanOf: (k) => map.spanOf(k) },
        onShown,
        onProblem: setProblem,
      }),
    );
  }, [player, camera.topic, map, frameUrl, follows, onShown]);
  return (
    <>
      <canvas
        ref={canvas}
        role="img"
        aria-label={`Camera ${camera.name}`}
        className="size-full object-contain"
      />
      {problem === null && note === null ? null : (
        <p className="pointer-events-none absolute right-1.5 bottom-1.5 left-1.5 rounded-sm bg-black/70 px-1.5 text-center text-xs leading-5 text-white">
          {problem ?? note}
        </p>
      )}
    </>
  );
}

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
  map: CameraMap;
  onShown: (frame: number) => void;
}

/** A camera as single pictures on a canvas. */
export function PictureSurface({ camera, frameUrl, follows, map, onShown }: PictureSurfaceProps) {
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
      {problem === null ? null : (
        <p className="absolute inset-x-2 bottom-2 rounded bg-raised/90 px-2 py-1 text-center text-xs">
          {problem}
        </p>
      )}
    </>
  );
}

"use client";
import type { CameraInfo } from "@retake/trpc/schemas";
import { useEffect, useRef } from "react";
import { cn } from "../../../ui/cn.ts";
import type { CameraMap } from "../engine/camera-map.ts";
import { canHoldFrames } from "../engine/held-frame.ts";
import { VideoTrack } from "../engine/video-track.ts";
import { useStage } from "../player-context.tsx";

interface VideoSurfaceProps {
  camera: CameraInfo;
  url: string;
  map: CameraMap;
  /** The episode has no other camera. */
  isAlone: boolean;
  onShown: (frame: number) => void;
  onFailed: () => void;
}

/**
 * A camera as MP4. The element is driven by its track only; React never touches it again. One of several cameras is seen on a canvas in
 * front of it, where its pictures come together with those of the others.
 */
export function VideoSurface({ camera, url, map, isAlone, onShown, onFailed }: VideoSurfaceProps) {
  const { player } = useStage();
  const video = useRef<HTMLVideoElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const isSeen = isAlone || !canHoldFrames();
  useEffect(() => {
    const [source, target] = [video.current, canvas.current];
    if (source === null) return undefined;
    const screen =
      target === null ? null : { canvas: target, entry: player.gate.join(camera.topic, onShown) };
    return player.addTrack(
      new VideoTrack({ topic: camera.topic, video: source, map, screen, onShown, onFailed }),
    );
  }, [player, camera.topic, map, onShown, onFailed, url, isSeen]);
  const name = `Camera ${camera.name}`;
  return (
    <>
      <video
        ref={video}
        src={url}
        muted
        playsInline
        disablePictureInPicture
        preload="auto"
        tabIndex={-1}
        {...(isSeen ? { "aria-label": name } : { "aria-hidden": true })}
        className={cn("size-full object-contain", !isSeen && "invisible")}
      />
      {isSeen ? null : (
        <canvas
          ref={canvas}
          role="img"
          aria-label={name}
          className="absolute inset-0 size-full object-contain"
        />
      )}
    </>
  );
}

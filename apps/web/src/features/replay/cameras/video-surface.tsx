"use client";
import type { CameraInfo } from "@retake/trpc/schemas";
import { useEffect, useRef } from "react";
import type { CameraMap } from "../engine/camera-map.ts";
import { VideoTrack } from "../engine/video-track.ts";
import { useStage } from "../player-context.tsx";

interface VideoSurfaceProps {
  camera: CameraInfo;
  url: string;
  map: CameraMap;
  onShown: (frame: number) => void;
  onFailed: () => void;
}

/** A camera as MP4. The element is driven by its track only; React never touches it again. */
export function VideoSurface({ camera, url, map, onShown, onFailed }: VideoSurfaceProps) {
  const { player } = useStage();
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video.current === null) return undefined;
    return player.addTrack(
      new VideoTrack({ topic: camera.topic, video: video.current, map, onShown, onFailed }),
    );
  }, [player, camera.topic, map, onShown, onFailed, url]);
  return (
    <video
      ref={video}
      src={url}
      muted
      playsInline
      disablePictureInPicture
      preload="auto"
      tabIndex={-1}
      aria-label={`Camera ${camera.name}`}
      className="size-full object-contain"
    />
  );
}

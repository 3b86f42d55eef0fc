"use client";
import type { CameraInfo } from "@retake/trpc/schemas";
import { useEffect, useRef, useState } from "react";
import { NewestPicture } from "../../live-feed/newest-picture.ts";
import { NoPictureYet } from "../../live-feed/no-picture-yet.tsx";
import { useStage } from "../player-context.tsx";
import { CameraTimes } from "./camera-times.ts";
import type { LiveStage } from "./live-stage.ts";
import { LiveTrack } from "./live-track.ts";

interface LiveSurfaceProps {
  camera: CameraInfo;
  live: LiveStage;
  onShown: (frame: number) => void;
}

/** Not more pictures a second than anyone's display shows. */
const EVERY_MS = 16;
const LOOK_AGAIN_MS = 500;

/** A camera of an episode that records, on a canvas: the newest picture at the edge, those of the past elsewhere. */
export function LiveSurface({ camera, live, onShown }: LiveSurfaceProps) {
  const { player } = useStage();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const { topic, name } = camera;
  const frameUrl = camera.frameUrl ?? `${live.mediaUrl(topic)}/frames`;
  useEffect(() => {
    if (canvas.current === null) return undefined;
    const { current } = canvas;
    const isAtEdge = (): boolean => player.getState().atEdge;
    const newest = new NewestPicture({
      url: `${live.mediaUrl(topic)}/live.jpg`,
      canvas: current,
      everyMs: EVERY_MS,
      lookAgainMs: LOOK_AGAIN_MS,
      onShown: ({ seq }) => {
        current.dataset.seq = String(seq);
        setProblem(null);
      },
      onState: (isReachable) => {
        if (!isReachable) setProblem("The newest picture could not be loaded.");
      },
    });
    const follow = (): void => (isAtEdge() ? newest.start() : newest.stop());
    follow();
    const stops = [
      player.subscribe(follow),
      live.edge.onAdvance(() => newest.wake()),
      player.addTrack(
        new LiveTrack(
          { topic, canvas: current, frameUrl, onShown, onProblem: setProblem },
          new CameraTimes(topic, live.loadTimes),
          isAtEdge,
        ),
      ),
    ];
    return () => {
      newest.stop();
      stops.forEach((stop) => stop());
    };
  }, [player, live, topic, frameUrl, onShown]);
  return (
    <>
      <NoPictureYet />
      <canvas
        ref={canvas}
        role="img"
        aria-label={`Camera ${name}`}
        className="relative size-full object-contain"
      />
      {problem === null ? null : (
        <p className="pointer-events-none absolute right-1.5 bottom-1.5 left-1.5 rounded-sm bg-black/70 px-1.5 text-center text-xs leading-5 text-white">
          {problem}
        </p>
      )}
    </>
  );
}

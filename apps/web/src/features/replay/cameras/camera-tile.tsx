"use client";
import type { CameraInfo } from "@retake/trpc/schemas";
import { VideoOff } from "lucide-react";
import { useCallback, useRef } from "react";
import { Skeleton } from "../../../ui/skeleton.tsx";
import { LiveSurface } from "../live/live-surface.tsx";
import { usePlayerState, useStage } from "../player-context.tsx";
import type { Box } from "./grid-shape.ts";
import { SaveFrame } from "./save-frame.tsx";
import { PictureSurface } from "./picture-surface.tsx";
import { useCameraMap } from "./use-camera-map.ts";
import { useCameraSource } from "./use-camera-source.ts";
import { VideoSurface } from "./video-surface.tsx";

interface CameraTileProps {
  camera: CameraInfo;
  /** Names what is saved. */
  episode: string;
  box: Box;
  isFocused: boolean;
  /** Null when there is nothing to focus among: one camera only. */
  onFocus: (() => void) | null;
}

/** One camera at its place. `data-frame` is the number of the frame on the screen, counted from the episode's start. */
export function CameraTile({ camera, episode, box, isFocused, onFocus }: CameraTileProps) {
  const tile = useRef<HTMLDivElement>(null);
  const { source, fail } = useCameraSource(camera);
  const load = useCameraMap(camera);
  const onShown = useCallback((frame: number) => {
    if (tile.current !== null) tile.current.dataset.frame = String(frame);
  }, []);
  return (
    <div
      ref={tile}
      data-camera={camera.topic}
      style={{ ...box, position: "absolute" }}
      className="group overflow-hidden rounded bg-panel"
    >
      <Picture
        camera={camera}
        source={source}
        load={load}
        isAlone={onFocus === null}
        onShown={onShown}
        onFailed={fail}
      />
      {onFocus === null ? null : (
        <button
          type="button"
          aria-label={isFocused ? "Show all cameras alike" : `Enlarge camera ${camera.name}`}
          aria-pressed={isFocused}
          onMouseDown={(event) => event.preventDefault()}
          onClick={onFocus}
          className={`absolute inset-0 ${isFocused ? "cursor-zoom-out" : "cursor-zoom-in"}`}
        />
      )}
      <SaveFrame episode={episode} camera={camera.name} />
      <span className="pointer-events-none absolute top-1.5 left-1.5 max-w-[calc(100%-12px)] truncate rounded-sm bg-black/70 px-1.5 text-xs leading-5 text-white">
        {camera.name}
        {camera.isDepth ? " (depth)" : ""}
        <Late topic={camera.topic} />
      </span>
    </div>
  );
}

interface PictureProps {
  camera: CameraInfo;
  source: ReturnType<typeof useCameraSource>["source"];
  load: ReturnType<typeof useCameraMap>;
  isAlone: boolean;
  onShown: (frame: number) => void;
  onFailed: () => void;
}

function Picture({ camera, source, load, isAlone, onShown, onFailed }: PictureProps) {
  const { live } = useStage();
  if (live !== null) return <LiveSurface camera={camera} live={live} onShown={onShown} />;
  if (source.kind === "none") return <NoPicture reason={source.reason} />;
  if (load.state === "loading") return <Skeleton className="size-full" />;
  if (load.state === "failed") {
    return <NoPicture reason="The times of its frames could not be loaded. Reload the page to try again." />;
  }
  if (source.kind === "video") {
    const props = { camera, url: source.url, map: load.map, isAlone, onShown, onFailed };
    return <VideoSurface key={source.url} {...props} />;
  }
  const { frameUrl, follows, note } = source;
  const props = { camera, frameUrl, follows, note, map: load.map, onShown };
  return <PictureSurface key={source.frameUrl} {...props} />;
}

/** Its picture is not of the moment that the others show. */
function Late({ topic }: { topic: string }) {
  const { late } = usePlayerState();
  return late.includes(topic) ? (
    <b data-late className="ml-1.5 font-semibold">
      late
    </b>
  ) : null;
}

function NoPicture({ reason }: { reason: string }) {
  return (
    <div className="@container size-full">
      <div className="flex size-full flex-col items-center justify-center gap-2 overflow-hidden p-2 pt-8 text-center text-xs text-ink-2 @3xs:p-4">
        {/* Where the tile is small its room is for the words. */}
        <VideoOff className="size-5 shrink-0 text-ink-3 @max-3xs:hidden" aria-hidden />
        <p className="max-h-full min-h-0 max-w-full overflow-hidden wrap-anywhere" title={reason}>
          {reason}
        </p>
      </div>
    </div>
  );
}

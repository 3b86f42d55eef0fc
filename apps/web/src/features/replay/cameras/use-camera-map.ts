"use client";
import type { CameraInfo } from "@retake/trpc/schemas";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { fetchBinary } from "../data/fetch-binary.ts";
import { CameraMap } from "../engine/camera-map.ts";
import { useStage } from "../player-context.tsx";

export type CameraMapLoad = { state: "loading" } | { state: "failed" } | { state: "ready"; map: CameraMap };

/** Where this camera's frames lie in its file. The table of times is fetched only for files that need one. */
export function useCameraMap(camera: CameraInfo): CameraMapLoad {
  const { player, live, clockStart } = useStage();
  const { timesUrl, frames, fps, fromTime, toTime } = camera;
  const times = useQuery({
    queryKey: ["replay", "times", timesUrl, frames],
    queryFn: async ({ signal }) => new Float64Array(await fetchBinary(timesUrl ?? "", signal)),
    // While it records the tile asks for times as they come.
    enabled: timesUrl !== null && live === null,
    staleTime: Infinity,
    structuralSharing: false,
  });
  const table = timesUrl === null ? null : (times.data ?? null);
  const map = useMemo(
    () =>
      new CameraMap(player.timeline, {
        frames,
        fps: fps > 0 ? fps : player.timeline.fps,
        fromTime,
        toTime,
        times: table,
        origin: clockStart,
      }),
    [player, frames, fps, fromTime, toTime, table, clockStart],
  );
  if (timesUrl === null || times.data !== undefined) return { state: "ready", map };
  return times.isError ? { state: "failed" } : { state: "loading" };
}

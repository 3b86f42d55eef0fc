"use client";
import type { CameraInfo } from "@retake/trpc/schemas";
import { useCallback, useMemo, useState } from "react";
import { cameraSources, type CameraSource } from "../engine/camera-source.ts";

function canPlay(mimeType: string): string {
  return document.createElement("video").canPlayType(mimeType);
}

/** The best way to show a camera that has not failed yet, and how to say that it failed. */
export function useCameraSource(camera: CameraInfo): { source: CameraSource; fail: () => void } {
  const sources = useMemo(() => cameraSources(camera, canPlay), [camera]);
  const [failures, setFailures] = useState(0);
  const source = sources[Math.min(failures, sources.length - 1)];
  if (source === undefined) throw new Error("assertion failed: a camera always has a last source");
  const fail = useCallback(() => setFailures((before) => before + 1), []);
  return { source, fail };
}

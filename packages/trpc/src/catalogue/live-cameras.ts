import type { TailSegment } from "@retake/telemetry/tail";
import type { CameraRecord, TopicRecord } from "./types.ts";

/** Cameras with the pictures that the log adds to them. */
export function liveCameras(
  stored: readonly CameraRecord[],
  topics: readonly TopicRecord[],
  segments: readonly TailSegment[],
  startTime: number,
): CameraRecord[] {
  const cameras = new Map(stored.map((camera) => [camera.topic, camera]));
  for (const { name, kind, messageCount, lastTime, avgFrequency } of topics) {
    const added = segments.flatMap((segment) => segment.topics.filter((topic) => topic.name === name));
    if (kind !== "camera" || added.length === 0) continue;
    const known = cameras.get(name) ?? newCamera(name);
    // Of the youngest stretch with two pictures: the rate that the camera has now.
    const step = added.findLast(({ medianStep }) => (medianStep ?? 0) > 0)?.medianStep ?? 0;
    const fps = known.fps > 0 ? known.fps : step > 0 ? 1 / step : avgFrequency;
    const toTime = lastTime - startTime + (fps > 0 ? 1 / fps : 0);
    cameras.set(name, { ...known, frames: messageCount, fps, toTime });
  }
  return [...cameras.values()];
}

function newCamera(topic: string): CameraRecord {
  return {
    topic,
    storage: "images",
    width: null,
    height: null,
    firstFrame: 0,
    frames: 0,
    fromTime: 0,
    toTime: 0,
    fps: 0,
    isDepth: false,
    blobKey: null,
    problem: null,
    video: null,
  };
}

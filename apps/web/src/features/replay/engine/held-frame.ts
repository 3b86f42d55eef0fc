import type { CameraMap } from "./camera-map.ts";
import type { Picture } from "./gate-lane.ts";

/** False in browsers that cannot say which picture a video shows, or cannot keep it: there the elements themselves are seen. */
export function canHoldFrames(): boolean {
  return "VideoFrame" in globalThis && "requestVideoFrameCallback" in HTMLVideoElement.prototype;
}

/**
 * The picture that `video` has at this moment, by reference; it stays itself while the video runs on, until it is closed.
 * Its own time names it: the time in a frame callback is sometimes that of the picture before. Null when there is none, or one of
 * another episode in the same file.
 */
export function holdFrame(
  video: HTMLVideoElement,
  canvas: HTMLCanvasElement,
  map: CameraMap,
): Picture | null {
  const frame = frameOf(video);
  if (frame === null) return null;
  const mediaTime = frame.timestamp / 1e6;
  if (!map.holds(mediaTime)) {
    frame.close();
    return null;
  }
  const k = map.frameOfMediaTime(mediaTime);
  return {
    frame: k,
    span: map.spanOf(k),
    isGone: false,
    draw: () => {
      const { displayWidth, displayHeight } = frame;
      if (canvas.width !== displayWidth) canvas.width = displayWidth;
      if (canvas.height !== displayHeight) canvas.height = displayHeight;
      canvas.getContext("2d", { alpha: false })?.drawImage(frame, 0, 0);
    },
    close: () => frame.close(),
  };
}

function frameOf(video: HTMLVideoElement): VideoFrame | null {
  try {
    return new VideoFrame(video);
  } catch {
    // Nothing decoded yet.
    return null;
  }
}

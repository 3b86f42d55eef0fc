import type { CameraInfo } from "@retake/trpc/schemas";

/** One way to show a camera, best first. */
export type CameraSource =
  | { kind: "video"; url: string; isProxy: boolean }
  /** `follows`: the pictures are files already, quick enough to play. Else each is decoded on demand, for pauses only. */
  | { kind: "pictures"; frameUrl: string; follows: boolean; note: string | null }
  | { kind: "none"; reason: string };

/** What `HTMLMediaElement.canPlayType` answers. */
type CanPlay = (mimeType: string) => string;

/**
 * Every way to show `camera` in this browser, in the order to try; always ends with `none`, whose reason is for the person.
 * The declared type is asked first, because Safari plays AV1 on some machines only; an error while loading tries the next.
 */
export function cameraSources(camera: CameraInfo, canPlay: CanPlay): CameraSource[] {
  const sources: CameraSource[] = [];
  if (camera.videoUrl !== null && playsHere(camera, canPlay)) {
    sources.push({ kind: "video", url: camera.videoUrl, isProxy: false });
  }
  if (camera.storage === "images" && camera.frameUrl !== null) {
    sources.push({ kind: "pictures", frameUrl: camera.frameUrl, follows: true, note: null });
  }
  if (camera.proxyUrl !== null) sources.push({ kind: "video", url: camera.proxyUrl, isProxy: true });
  if (camera.storage === "video" && camera.frameUrl !== null && camera.playable !== null) {
    const codec = camera.codec ?? "this codec";
    const note = `This browser does not play ${codec}: stills while paused.`;
    sources.push({ kind: "pictures", frameUrl: camera.frameUrl, follows: false, note });
  }
  sources.push({ kind: "none", reason: reasonOf(camera) });
  return sources;
}

function playsHere(camera: CameraInfo, canPlay: CanPlay): boolean {
  if (camera.playable !== "native") return false;
  return camera.mimeType === null || canPlay(camera.mimeType) !== "";
}

function reasonOf(camera: CameraInfo): string {
  if (camera.problem !== null) return camera.problem;
  if (camera.storage === "missing") return "The dataset names this camera but holds no pictures of it.";
  return `This browser does not play ${camera.codec ?? "this video"}, and no copy that it can play has been made.`;
}

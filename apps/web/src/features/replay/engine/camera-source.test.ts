import type { CameraInfo } from "@retake/trpc/schemas";
import { describe, expect, it } from "vitest";
import { cameraSources } from "./camera-source.ts";

const camera: CameraInfo = {
  topic: "/observation/images/front",
  name: "front",
  storage: "video",
  width: 640,
  height: 480,
  frames: 10,
  fps: 30,
  codec: "av1",
  mimeType: 'video/mp4; codecs="av01.0.04M.08"',
  playable: "native",
  isDepth: false,
  videoUrl: "/v.mp4",
  proxyUrl: null,
  fromTime: 0,
  toTime: 1,
  frameUrl: "/frames",
  timesUrl: null,
  posterUrl: null,
  stripUrl: null,
  problem: null,
};
const plays = (): string => "probably";
const playsNot = (): string => "";
const kinds = (info: Partial<CameraInfo>, canPlay: () => string): string[] =>
  cameraSources({ ...camera, ...info }, canPlay).map((source) =>
    source.kind === "video" && source.isProxy ? "proxy" : source.kind,
  );

describe("cameraSources", () => {
  it("plays the original where the browser can, with stills as the way out", () => {
    expect(kinds({}, plays)).toEqual(["video", "pictures", "none"]);
  });

  it("takes the H.264 copy where the browser says it cannot play AV1", () => {
    expect(kinds({ proxyUrl: "/p.mp4" }, playsNot)).toEqual(["proxy", "pictures", "none"]);
  });

  it("never offers the original of a codec no browser plays, whatever the browser says", () => {
    expect(kinds({ playable: "needs_proxy" }, plays)).toEqual(["pictures", "none"]);
  });

  it("says which codec and what is shown instead", () => {
    const [first] = cameraSources({ ...camera, codec: "mpeg4", playable: "stills_only" }, plays);
    expect(first).toMatchObject({
      follows: false,
      note: "This browser does not play mpeg4: stills while paused.",
    });
  });

  it("follows the playhead with stored pictures", () => {
    const [first] = cameraSources({ ...camera, storage: "images", videoUrl: null }, plays);
    expect(first).toMatchObject({ kind: "pictures", follows: true, note: null });
  });

  it("plays the video that was made of stored pictures, and falls back on them", () => {
    expect(kinds({ storage: "images", codec: "h264" }, plays)).toEqual(["video", "pictures", "none"]);
    const [, pictures] = cameraSources({ ...camera, storage: "images" }, plays);
    expect(pictures).toMatchObject({ follows: true, note: null });
    expect(kinds({ storage: "images" }, playsNot)).toEqual(["pictures", "none"]);
  });

  it("gives the importer's reason for a missing camera", () => {
    const missing = { storage: "missing", videoUrl: null, frameUrl: null, playable: null } as const;
    const problem = "The video file is a Git LFS pointer.";
    expect(cameraSources({ ...camera, ...missing, problem }, plays)).toEqual([
      { kind: "none", reason: problem },
    ]);
  });
});

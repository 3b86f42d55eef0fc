import { describe, expect, test } from "vitest";
import { probeVideo } from "../src/probe.ts";
import { expectedVideos, realData } from "./real-data.ts";

describe.skipIf(realData === "")("real videos", () => {
  test("every video is what ffprobe says it is", async () => {
    const videos = expectedVideos();
    expect(videos.length).toBeGreaterThan(15);
    for (const video of videos) {
      const probe = await probeVideo(video.path);
      expect({
        path: video.path,
        codec: probe.codec,
        size: `${probe.width}x${probe.height}`,
        frames: probe.frames,
      }).toEqual({ path: video.path, codec: video.codec, size: video.size, frames: video.frames });
      expect(probe.endTime - (probe.times[0] ?? 0)).toBeCloseTo(video.duration, 3);
      expect(probe.playable).toBe("native");
      expect(probe.keyFrames[0]).toBe(0);
    }
  });
});

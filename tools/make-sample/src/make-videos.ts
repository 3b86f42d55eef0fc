import { join } from "node:path";
import { createCameraVideo } from "./dataset/write-video.ts";
import { CAMERAS, episodeFrames } from "./render/episode-frames.ts";
import { makeEpisodes } from "./sim/make-episodes.ts";
import { FPS } from "./sim/simulate.ts";

/** Draws and encodes every episode, both cameras, into the dataset's folder. Minutes of work. */
export async function makeVideos(folder: string, seed: number, log: (line: string) => void): Promise<void> {
  const videos = await Promise.all(
    CAMERAS.map(({ key, width, height }) =>
      createCameraVideo(join(folder, "videos", key, "chunk-000/file-000.mp4"), width, height, FPS),
    ),
  );
  for (const [n, episode] of makeEpisodes(seed).entries()) {
    const frames = episodeFrames(episode);
    for (const [camera, video] of videos.entries()) await video.add(frames[camera] ?? []);
    log(`episode ${n}: ${episode.behaviour}, ${episode.rows.length} frames`);
  }
  for (const video of videos) await video.finish();
}

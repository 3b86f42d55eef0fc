import { decodeSamples } from "@retake/telemetry/wire";
import type { EpisodeDetail } from "@retake/trpc/schemas";
import { FrameTimeline } from "../engine/frame-timeline.ts";
import { fetchBinary } from "./fetch-binary.ts";

/** The smallest topic that has one sample per frame; its times are the frames' times. */
export function timelineTopic(episode: Pick<EpisodeDetail, "topics" | "totalFrames">): string | null {
  const size = (shape: readonly number[]): number => shape.reduce((product, n) => product * n, 1);
  const candidates = episode.topics
    .filter((topic) => topic.kind === "signal" && topic.messageCount === episode.totalFrames)
    .toSorted((a, b) => size(a.shape) - size(b.shape));
  return candidates[0]?.name ?? null;
}

/** The times of the episode's frames: as stored where a topic has them, else evenly at its rate. */
export async function loadTimeline(episode: EpisodeDetail, signal: AbortSignal): Promise<FrameTimeline> {
  const fps = episode.fps ?? 30;
  const topic = episode.totalFrames > 0 ? timelineTopic(episode) : null;
  if (topic !== null) {
    const url = `${episode.dataUrl}/samples?topics=${encodeURIComponent(topic)}`;
    const [columns] = decodeSamples(await fetchBinary(url, signal));
    if (columns !== undefined && columns.t.length > 0) return new FrameTimeline(columns.t, fps);
  }
  const frames = episode.totalFrames > 0 ? episode.totalFrames : Math.round(episode.durationS * fps) + 1;
  return FrameTimeline.uniform(frames, fps, episode.startTime);
}

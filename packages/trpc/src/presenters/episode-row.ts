import type { EpisodeRecord } from "../catalogue/types.ts";
import type { EpisodeRow } from "../schemas/episodes.ts";
import { knownFps } from "./known-fps.ts";
import { cameraUrl } from "./media-url.ts";

export function episodeRow(workspaceSlug: string, record: EpisodeRecord): EpisodeRow {
  const camera =
    record.posterTopic === null ? null : cameraUrl(workspaceSlug, record.sessionId, record.posterTopic);
  return {
    sessionId: record.sessionId,
    source: record.source,
    status: record.status,
    datasetName: record.datasetName,
    datasetSlug: record.datasetSlug,
    episodeIndex: record.episodeIndex,
    task: record.task,
    robotType: record.robotType,
    fps: knownFps(record.fps),
    durationS: record.durationS,
    totalFrames: record.totalFrames,
    totalReward: record.totalReward,
    outcome: record.outcome,
    tags: record.tags,
    cameraCount: record.cameraCount,
    warningCount: record.warnings.length,
    posterUrl: camera === null ? null : `${camera}/poster.jpg`,
    stripUrl: camera === null ? null : `${camera}/strip.jpg`,
    createdAt: record.createdAt,
  };
}

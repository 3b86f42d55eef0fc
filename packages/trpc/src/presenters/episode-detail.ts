import type { CameraRecord, CatalogueEpisode, TopicRecord } from "../catalogue/types.ts";
import type { CameraInfo, EpisodeDetail, Mark, TopicInfo } from "../schemas/episodes.ts";
import { episodeRow } from "./episode-row.ts";
import { cameraUrl, versionOf } from "./media-url.ts";

export function episodeDetail(
  workspaceSlug: string,
  episode: CatalogueEpisode,
  marks: Mark[],
): EpisodeDetail {
  const place = `${encodeURIComponent(workspaceSlug)}/${encodeURIComponent(episode.sessionId)}`;
  return {
    ...episodeRow(workspaceSlug, episode),
    startTime: episode.startTime,
    endTime: episode.endTime,
    tasks: episode.tasks,
    summary: episode.summary,
    totalMessages: episode.totalMessages,
    topics: episode.topics.map(topicInfo),
    cameras: episode.cameras.map((camera) => cameraInfo(workspaceSlug, episode, camera)),
    warnings: episode.warnings,
    marks,
    operator: episode.operator,
    dataUrl: `/data/${place}`,
    exportUrl: `/api/v1/sessions/${encodeURIComponent(episode.sessionId)}/export`,
  };
}

function topicInfo(topic: TopicRecord): TopicInfo {
  return {
    name: topic.name,
    kind: topic.kind,
    dataType: topic.dataType,
    shape: topic.shape,
    featureNames: topic.featureNames,
    units: topic.units,
    messageCount: topic.messageCount,
    firstTime: topic.firstTime,
    lastTime: topic.lastTime,
    avgFrequency: topic.avgFrequency,
    statistics: topic.stats,
  };
}

function cameraInfo(
  workspaceSlug: string,
  { sessionId, source }: CatalogueEpisode,
  camera: CameraRecord,
): CameraInfo {
  const url = cameraUrl(workspaceSlug, sessionId, camera.topic);
  const hasPictures = camera.storage !== "missing" && camera.frames > 0;
  const { video } = camera;
  return {
    topic: camera.topic,
    name: camera.topic.slice(camera.topic.lastIndexOf("/") + 1),
    storage: camera.storage,
    width: camera.width ?? video?.width ?? null,
    height: camera.height ?? video?.height ?? null,
    frames: camera.frames,
    fps: camera.fps,
    codec: video?.codec ?? null,
    mimeType: video === null ? null : `video/mp4; codecs="${video.mimeCodec}"`,
    playable: video?.playable ?? null,
    isDepth: camera.isDepth,
    videoUrl: video === null ? null : `${url}/video.mp4?v=${versionOf(video.hash)}`,
    proxyUrl: proxyUrlOf(url, camera),
    fromTime: camera.fromTime,
    toTime: camera.toTime,
    frameUrl: hasPictures ? `${url}/frames` : null,
    timesUrl: timesUrlOf(url, source, video),
    posterUrl: hasPictures ? `${url}/poster.jpg` : null,
    stripUrl: hasPictures ? `${url}/strip.jpg` : null,
    problem: camera.problem,
  };
}

/** A recorded camera has times before it has a video, which shows two pictures of one time one after the other. */
function timesUrlOf(
  url: string,
  source: CatalogueEpisode["source"],
  video: CameraRecord["video"],
): string | null {
  if (source === "live" && video !== null) return `${url}/times.bin?v=${versionOf(video.hash)}`;
  return video === null && source === "import" ? null : `${url}/times.bin`;
}

function proxyUrlOf(url: string, { video }: CameraRecord): string | null {
  const key = video?.proxyKey ?? null;
  return key === null ? null : `${url}/proxy.mp4?v=${versionOf(key.slice(key.lastIndexOf("/") + 1))}`;
}

import type { z } from "zod";
import type { CatalogueEpisode, EpisodeRecord } from "../catalogue/types.ts";
import type { EpisodePage } from "../episodes/list-episodes.ts";
import { knownFps } from "./known-fps.ts";
import type { Session, sessionTopicSchema } from "../schemas/sessions.ts";

export function session(record: EpisodeRecord): Session {
  return {
    session_id: record.sessionId,
    source: record.source,
    dataset_name: record.datasetName,
    dataset_slug: record.datasetSlug,
    episode_index: record.episodeIndex,
    task: record.task,
    tasks: record.tasks,
    robot_type: record.robotType,
    fps: knownFps(record.fps),
    start_time: record.startTime,
    end_time: record.endTime,
    duration: record.durationS,
    total_frames: record.totalFrames,
    total_messages: record.totalMessages,
    // Where its parts lie is nothing to a script: they are answered alike.
    status: record.ended ? "completed" : record.status,
    outcome: record.outcome,
    total_reward: record.totalReward,
    tags: record.tags,
    features: record.features,
    summary: record.summary,
    umap_x: record.umapX,
    umap_y: record.umapY,
    camera_count: record.cameraCount,
    warnings: record.warnings,
    created_at: record.createdAt,
  };
}

/** Texts of what the catalogue holds: written once, and gone with the entry they are of. */
const texts = new WeakMap<object, string>();
const topicTexts = new WeakMap<object, string>();
const pageTexts = new WeakMap<object, Uint8Array>();

function once<T>(held: WeakMap<object, T>, entry: object, write: () => T): T {
  let text = held.get(entry);
  if (text === undefined) held.set(entry, (text = write()));
  return text;
}

export function sessionText(episode: CatalogueEpisode): string {
  return once(texts, episode, () => JSON.stringify(session(episode)));
}

/** In UTF-8, as it is sent: a socket would make 100 KB of bytes of the same string each time. */
export function sessionListBytes(page: EpisodePage): Uint8Array {
  return once(pageTexts, page, () =>
    Buffer.from(JSON.stringify({ sessions: page.episodes.map(session), total: page.total })),
  );
}

export function sessionTopicsText(episode: CatalogueEpisode): string {
  return once(topicTexts, episode, () => JSON.stringify(sessionTopics(episode)));
}

function sessionTopics(episode: CatalogueEpisode): z.infer<typeof sessionTopicSchema>[] {
  return episode.topics.map((topic) => ({
    session_id: episode.sessionId,
    topic: topic.name,
    message_count: topic.messageCount,
    first_time: topic.firstTime,
    last_time: topic.lastTime,
    avg_frequency: topic.avgFrequency,
    // As in its rows: how the pictures are stored does not matter to a reader.
    data_type: topic.kind === "camera" ? "image" : topic.dataType,
    shape: topic.shape,
    feature_names: topic.featureNames,
    units: topic.units,
  }));
}

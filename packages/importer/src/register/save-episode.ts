import type { Db } from "@retake/db";
import type { CameraRow } from "../episode/describe-cameras.ts";
import type { TopicRow } from "../episode/describe-topics.ts";
import type { EpisodeContent } from "../episode/episode-content.ts";
import type { ImportWarning } from "../layout/import-warning.ts";
import { SAVE_EPISODE } from "./episode-statement.ts";
import { storable } from "./storable.ts";

/** An episode as it goes into the register; its files are durable already. */
export interface EpisodeRecord {
  id: string;
  workspaceId: string;
  datasetId: string;
  sessionId: string;
  episodeIndex: number;
  robotType: string | null;
  task: string | null;
  tasks: readonly string[];
  fps: number;
  outcome: "success" | "failure" | null;
  contentHash: string;
  warnings: readonly ImportWarning[];
  content: EpisodeContent;
  topics: TopicRow[];
  cameras: CameraRow[];
}

/**
 * Writes an episode with everything that hangs on it, whole or not at all. What a person set by hand (an outcome, a
 * task, tags) outlives a second import; an episode that was published stays so.
 */
export async function saveEpisode({ pool }: Db, record: EpisodeRecord): Promise<void> {
  const segments = record.content.segments.map(({ key, bytes, rows, firstTime, lastTime }, part) => {
    return { part, key, bytes, rows, firstTime, lastTime };
  });
  const given = [episodeRow(record), record.topics, segments, record.cameras];
  await pool.query(
    SAVE_EPISODE,
    given.map((rows) => JSON.stringify(storable(rows))),
  );
}

function episodeRow(record: EpisodeRecord) {
  const { content, topics } = record;
  return {
    id: record.id,
    workspaceId: record.workspaceId,
    datasetId: record.datasetId,
    sessionId: record.sessionId,
    episodeIndex: record.episodeIndex,
    source: "import",
    status: "completed",
    robotType: record.robotType,
    task: record.task,
    outcome: record.outcome,
    tasks: record.tasks,
    fps: record.fps,
    startTime: content.firstTime,
    endTime: content.lastTime,
    durationS: content.lastTime - content.firstTime,
    totalFrames: content.rows,
    totalMessages: topics.reduce((sum, topic) => sum + topic.messageCount, 0),
    totalReward: content.reward,
    features: Object.fromEntries(
      topics.map(({ name, dataType, shape }) => [name, { dtype: dataType, shape }]),
    ),
    contentHash: record.contentHash,
    warnings: record.warnings.map(({ code, message }) => ({ code, message })),
  };
}

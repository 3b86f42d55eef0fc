import { LIVE_FIGURES, type LiveTopicFigures } from "@retake/core/live-figures";
import { LIMITS } from "@retake/core/limits";
import type { RecordingRecord } from "../live/load-recordings.ts";
import type { LiveRecording, RecordingState } from "../schemas/live.ts";
import { cameraUrl } from "./media-url.ts";

/** Signals whose latest values a card draws. */
const SPARKS = 2;

export function recordingState({ endedAt, connected }: RecordingRecord): RecordingState {
  if (endedAt !== null) return "ended";
  return connected ? "recording" : "cut_off";
}

/** Since the last message, because that is when the robot was lost; until the recording is ended for it. */
export function cutOffOf(recording: RecordingRecord): LiveRecording["cutOff"] {
  if (recordingState(recording) !== "cut_off") return null;
  const since = recording.lastMessageAt ?? recording.startedAt;
  return {
    since: since.toISOString(),
    until: new Date(since.getTime() + LIMITS.recordingGraceMs).toISOString(),
  };
}

export function liveRecording(workspaceSlug: string, recording: RecordingRecord): LiveRecording {
  const { episode, live } = recording;
  const state = recordingState(recording);
  const topics = live?.topics ?? [];
  return {
    sessionId: episode.sessionId,
    robotName: recording.robotName,
    robotType: episode.robotType,
    task: episode.task,
    operator: episode.operator,
    state,
    startedAt: recording.startedAt.toISOString(),
    endedAt: recording.endedAt?.toISOString() ?? null,
    cutOff: cutOffOf(recording),
    durationS: episode.durationS,
    messages: recording.messages,
    frames: recording.frames,
    dropped: recording.dropped,
    outcome: episode.outcome,
    figures:
      live === null || state === "ended"
        ? null
        : { rateHz: live.rateHz, bytesPerS: live.bytesPerS, lagMs: live.lagMs },
    clock: live?.clock ?? null,
    topics: topics.map(({ name, kind, rateHz, meantHz, lamp, reason }) => ({
      name,
      kind,
      rateHz,
      meantHz,
      lamp,
      reason,
    })),
    sparks: sparksOf(topics),
    sparkStepS: LIVE_FIGURES.sparkStepS,
    cameras: cameraTopics(recording).map((topic) => {
      const url = cameraUrl(workspaceSlug, episode.sessionId, topic);
      const name = topic.slice(topic.lastIndexOf("/") + 1);
      return { topic, name, pictureUrl: state === "ended" ? `${url}/poster.jpg` : `${url}/live.jpg` };
    }),
  };
}

function sparksOf(topics: readonly LiveTopicFigures[]): LiveRecording["sparks"] {
  return topics
    .flatMap(({ name, spark }) =>
      spark === null || spark.length === 0 ? [] : [{ topic: name, values: spark }],
    )
    .slice(0, SPARKS);
}

/** Those of the register, once a part is stored; before that those that send. */
function cameraTopics({ episode, live }: RecordingRecord): string[] {
  const sending = (live?.topics ?? []).filter(({ kind }) => kind === "camera").map(({ name }) => name);
  return [...new Set([...episode.cameras.map(({ topic }) => topic), ...sending])];
}

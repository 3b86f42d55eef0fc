import { topicOfFeature } from "@retake/core/topics";
import type { DeclaredFeature } from "../layout/read-info.ts";
import type { Warnings } from "../layout/import-warning.ts";
import type { VideoCamera } from "../video/episode-cameras.ts";
import type { ColumnPlan } from "./column-plan.ts";
import type { EpisodeContent } from "./episode-content.ts";

/** A camera's row in the register, without the episode it belongs to. */
export interface CameraRow {
  topic: string;
  position: number;
  storage: "video" | "images" | "missing";
  width: number | null;
  height: number | null;
  videoHash: string | null;
  firstFrame: number;
  frames: number;
  fromTime: number;
  toTime: number;
  fps: number;
  isDepth: boolean;
  blobKey: string | null;
  problem: string | null;
}

/** What is said of a camera that has no picture at all in this episode. */
const EMPTY = {
  width: null,
  height: null,
  videoHash: null,
  firstFrame: 0,
  frames: 0,
  fromTime: 0,
  toTime: 0,
  blobKey: null,
};

/** All cameras of an episode in the order of the features, those without pictures with the reason in words. */
export function describeCameras(
  order: readonly DeclaredFeature[],
  columns: readonly ColumnPlan[],
  content: EpisodeContent,
  videos: readonly VideoCamera[],
  fps: number,
  warnings: Warnings,
): CameraRow[] {
  const place = (topic: string): number =>
    order.findIndex((feature) => topicOfFeature(feature.name) === topic);
  const rows = [...videos.map(videoRow), ...imageRows(columns, content, fps)].toSorted(
    (a, b) => place(a.topic) - place(b.topic),
  );
  const present = rows.filter((row) => row.storage !== "missing").map((row) => plainName(row.topic));
  return rows.map((row, position) => {
    if (row.problem === null) return { ...row, position };
    if (row.storage !== "missing") {
      warnings.add("pictures_missing", `${row.topic}: ${row.problem}`, true);
      return { ...row, position };
    }
    const twin = present.includes(plainName(row.topic));
    const problem = twin
      ? `${row.problem} It seems to be another spelling of a camera that is there.`
      : row.problem;
    warnings.add(twin ? "camera_declared_twice" : "camera_missing", `${row.topic}: ${problem}`, !twin);
    return { ...row, problem, position };
  });
}

function videoRow({ feature, topic, video, span, problem }: VideoCamera): CameraRow {
  const { isDepth } = feature;
  if (video === null || span === null) {
    return { ...EMPTY, topic, position: 0, storage: "missing", fps: 0, isDepth, problem };
  }
  const { width, height, fps } = video.probe;
  const { firstFrame, frames, fromTime, toTime } = span;
  const place = { videoHash: video.hash, firstFrame, frames, fromTime, toTime, blobKey: null };
  return { topic, position: 0, storage: "video", width, height, ...place, fps, isDepth, problem: null };
}

function imageRows(columns: readonly ColumnPlan[], content: EpisodeContent, fps: number): CameraRow[] {
  return [...content.pictures].map(([topic, { key, count, width, height, problem }]) => {
    const isDepth = columns.find((column) => column.topic === topic)?.declared?.isDepth ?? false;
    const base = { ...EMPTY, topic, position: 0, isDepth };
    if (key === null)
      return { ...base, storage: "missing", fps: 0, problem: `${problem ?? "it holds no picture"}.` };
    const toTime = content.lastTime - content.firstTime + 1 / fps;
    const said = problem === null ? null : `${problem}.`;
    return {
      ...base,
      storage: "images",
      width,
      height,
      frames: count,
      toTime,
      fps,
      blobKey: key,
      problem: said,
    };
  });
}

/** `/observation/images/egoview` and `.../ego_view` are the same camera to its owner. */
function plainName(topic: string): string {
  return topic.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
}

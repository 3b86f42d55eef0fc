import { dataTypeOf } from "@retake/telemetry/json-rows";
import type { DatasetPlan } from "../layout/dataset-plan.ts";
import { dimensionNames, dimensionUnits } from "../layout/feature-names.ts";
import { labelledNames } from "../layout/read-modality.ts";
import type { VideoCamera } from "../video/episode-cameras.ts";
import type { ColumnPlan } from "./column-plan.ts";
import type { EpisodeContent, RecordedTopic } from "./episode-content.ts";

/** A topic's row in the register, without the episode it belongs to. */
export interface TopicRow {
  name: string;
  kind: "signal" | "camera" | "text";
  /** Of a signal or text: the word its rows are answered with. */
  dataType: string;
  shape: number[];
  featureNames: string[];
  units: string[];
  messageCount: number;
  firstTime: number;
  lastTime: number;
  avgFrequency: number;
  stats: RecordedTopic["statistics"];
  position: number;
}

/** The topics of an episode in the order of the features; cameras without pictures are among them with no messages. */
export function describeTopics(
  plan: DatasetPlan,
  columns: readonly ColumnPlan[],
  content: EpisodeContent,
  cameras: readonly VideoCamera[],
): TopicRow[] {
  const byTopic = new Map(columns.map((column) => [column.topic, column]));
  const names = new Set<string>();
  for (const column of columns) {
    if (content.topics.has(column.topic) || content.pictures.has(column.topic)) names.add(column.topic);
  }
  for (const camera of cameras) names.add(camera.topic);
  for (const name of content.topics.keys()) names.add(name);
  const pictures = new Set([...content.pictures.keys(), ...cameras.map((camera) => camera.topic)]);
  return [...names].map((name, position) => {
    const topic = content.topics.get(name);
    if (pictures.has(name)) return { ...cameraRow(name, content, cameras, topic), position };
    return { ...signalRow(plan, byTopic.get(name), topic as RecordedTopic), position };
  });
}

function cameraRow(
  name: string,
  content: EpisodeContent,
  cameras: readonly VideoCamera[],
  topic: RecordedTopic | undefined,
): Omit<TopicRow, "position"> {
  const camera = cameras.find((video) => video.topic === name);
  const { width = null, height = null } = camera?.video?.probe ?? content.pictures.get(name) ?? {};
  return {
    name,
    kind: "camera",
    dataType: camera === undefined ? "image" : "video",
    shape: width === null || height === null ? [] : [height, width, camera?.feature.isDepth === true ? 1 : 3],
    featureNames: [],
    units: [],
    ...countsOf(topic),
    stats: null,
  };
}

function signalRow(
  plan: DatasetPlan,
  column: ColumnPlan | undefined,
  topic: RecordedTopic,
): Omit<TopicRow, "position"> {
  const { name, type, shape, statistics } = topic;
  if (type === "string") {
    return {
      name,
      kind: "text",
      dataType: "string",
      shape: [],
      featureNames: [],
      units: [],
      ...countsOf(topic),
      stats: null,
    };
  }
  const dims = shape.reduce((a, b) => a * b, 1);
  const feature = column?.name ?? name;
  const declared = column?.declared ?? null;
  const given = labelledNames(declared?.names ?? [], plan.modality.get(feature));
  const featureNames = dimensionNames(feature, given, shape);
  return {
    name,
    kind: "signal",
    dataType: dataTypeOf(type),
    shape,
    featureNames,
    units: dimensionUnits(declared?.units, featureNames, dims),
    ...countsOf(topic),
    stats: statistics,
  };
}

function countsOf(
  topic: RecordedTopic | undefined,
): Pick<TopicRow, "messageCount" | "firstTime" | "lastTime" | "avgFrequency"> {
  if (topic === undefined) return { messageCount: 0, firstTime: 0, lastTime: 0, avgFrequency: 0 };
  const { count, firstTime, lastTime } = topic;
  const avgFrequency = lastTime > firstTime ? (count - 1) / (lastTime - firstTime) : 0;
  return { messageCount: count, firstTime, lastTime, avgFrequency };
}

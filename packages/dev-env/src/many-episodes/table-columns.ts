import type { Columns } from "./insert-rows.ts";

export const EPISODE: Columns = {
  id: "text",
  workspaceId: "text",
  sessionId: "text",
  datasetId: "text",
  episodeIndex: "int",
  source: '"EpisodeSource"',
  status: '"EpisodeStatus"',
  robotType: "text",
  task: "text",
  tasks: "text[]",
  fps: "float8",
  endTime: "float8",
  durationS: "float8",
  totalFrames: "int",
  totalMessages: "int",
  operator: "text",
  outcome: '"Outcome"',
  totalReward: "float8",
  tags: "text[]",
  rating: "int",
  notes: "text",
  summary: "text",
  umapX: "float8",
  umapY: "float8",
  createdAt: "timestamptz",
  updatedAt: "timestamptz",
  publishedAt: "timestamptz",
};

export const EPISODE_INDEX: Columns = {
  episodeId: "text",
  workspaceId: "text",
  basis: "text",
  facts: "jsonb",
  factualSummary: "text",
  textA: "text",
  textB: "text",
  textC: "text",
  taskHash: "bytea",
  peopleHash: "bytea",
  descriptionHash: "bytea",
  motionSpace: "text",
  motionVersion: "int",
};

export const FINDING: Columns = {
  episodeId: "text",
  position: "int",
  kind: "text",
  start: "float8",
  end: "float8",
  text: "text",
};

export const MAP_POINT: Columns = {
  workspaceId: "text",
  episodeId: "text",
  kind: "text",
  x: "real",
  y: "real",
  cluster: "int",
  neighbours: "jsonb",
};

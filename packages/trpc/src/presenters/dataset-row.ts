import type { z } from "zod";
import type { DatasetRow, featureSchema } from "../schemas/datasets.ts";
import type { DatasetDetail } from "../schemas/datasets.ts";
import { cameraUrl } from "./media-url.ts";

export interface DatasetRecord {
  id: string;
  slug: string;
  name: string;
  sourceKey: string;
  kind: DatasetRow["kind"];
  author: string | null;
  formatVersion: string | null;
  robotType: string | null;
  fps: number | null;
  features: z.infer<typeof featureSchema>[];
  tasks: string[];
  revision: string | null;
  stats: DatasetDetail["statistics"] | null;
  warnings: DatasetDetail["warnings"];
  createdAt: string;
  episodes: number;
  frames: number;
  hours: number;
  successes: number;
  failures: number;
  posterSessionId: string | null;
  posterTopic: string | null;
}

export function datasetRow(workspaceSlug: string, record: DatasetRecord): DatasetRow {
  const hasPoster = record.posterSessionId !== null && record.posterTopic !== null;
  return {
    slug: record.slug,
    name: record.name,
    kind: record.kind,
    author: record.author,
    source: sourceOf(record.sourceKey),
    formatVersion: record.formatVersion,
    robotType: record.robotType,
    fps: record.fps,
    episodes: record.episodes,
    frames: record.frames,
    hours: record.hours,
    tasks: record.tasks,
    cameras: record.features.filter((feature) => feature.kind === "camera").map((feature) => feature.topic),
    successes: record.successes,
    failures: record.failures,
    posterUrl: hasPoster
      ? `${cameraUrl(workspaceSlug, record.posterSessionId ?? "", record.posterTopic ?? "")}/poster.jpg`
      : null,
    createdAt: record.createdAt,
  };
}

/** The hub id, or `folder` alone: where it lies on the server's disk is not everybody's business. */
function sourceOf(sourceKey: string): string {
  return sourceKey.startsWith("folder:") ? "folder" : sourceKey;
}

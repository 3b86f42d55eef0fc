import { sessionIdSchema } from "@retake/core/ids";
import { z } from "zod";
import { warningSchema, workspaceSlugSchema } from "./episodes.ts";
import { text } from "./text.ts";

/** One row of a dataset's feature table. */
export const featureSchema = z.object({
  name: z.string(),
  topic: z.string(),
  kind: z.enum(["signal", "camera", "text"]),
  dtype: z.string(),
  shape: z.array(z.number().int()),
  names: z.array(z.string()),
  units: z.array(z.string()),
});

export const featureStatisticsSchema = z.object({
  min: z.array(z.number().nullable()),
  max: z.array(z.number().nullable()),
  mean: z.array(z.number().nullable()),
  std: z.array(z.number().nullable()),
  count: z.array(z.number()),
});

export const datasetRowSchema = z.object({
  slug: z.string(),
  name: z.string(),
  /** `imported`, or `picked` from the workspace's episodes by a person. */
  kind: z.enum(["imported", "picked"]),
  /** Who picked it. */
  author: z.string().nullable(),
  source: z.string(),
  /** Null for a picked one. */
  formatVersion: z.string().nullable(),
  robotType: z.string().nullable(),
  /** Null where its episodes differ. */
  fps: z.number().nullable(),
  episodes: z.number().int(),
  frames: z.number().int(),
  hours: z.number(),
  tasks: z.array(z.string()),
  cameras: z.array(z.string()),
  successes: z.number().int(),
  failures: z.number().int(),
  posterUrl: z.string().nullable(),
  createdAt: z.string(),
});
export type DatasetRow = z.infer<typeof datasetRowSchema>;

export const datasetDetailSchema = datasetRowSchema.extend({
  revision: z.string().nullable(),
  robots: z.array(z.string()),
  features: z.array(featureSchema),
  /** By feature name. */
  statistics: z.record(z.string(), featureStatisticsSchema),
  taskCounts: z.array(z.object({ task: z.string(), episodes: z.number().int() })),
  /** Durations of its episodes in seconds, for a histogram; at most 10,000. */
  durations: z.array(z.number()),
  warnings: z.array(warningSchema),
});
export type DatasetDetail = z.infer<typeof datasetDetailSchema>;

export const datasetRefInput = z.object({ workspace: workspaceSlugSchema, slug: text(128).min(1) });

export const datasetListInput = z.object({ workspace: workspaceSlugSchema });
export const datasetListOutput = z.object({ datasets: z.array(datasetRowSchema) });

const datasetNameSchema = text(128).trim().min(1);
/** As many as one change may name. */
const someEpisodes = z.array(sessionIdSchema).min(1).max(10_000);
export const datasetPickInput = z.object({
  workspace: workspaceSlugSchema,
  name: datasetNameSchema,
  sessionIds: someEpisodes,
});
export const datasetSomeInput = datasetRefInput.extend({ sessionIds: someEpisodes });
export const datasetRenameInput = datasetRefInput.extend({ name: datasetNameSchema });
export const datasetPickOutput = z.object({
  slug: z.string(),
  /** Episodes that were not in it before. */
  added: z.number().int(),
  /** Ids that are not (or no longer) there; the others were added. */
  missing: z.array(z.string()),
});
export const datasetDropOutput = z.object({ dropped: z.number().int() });

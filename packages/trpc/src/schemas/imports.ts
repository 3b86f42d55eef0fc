import { z } from "zod";
import { warningSchema, workspaceSlugSchema } from "./episodes.ts";
import { text } from "./text.ts";

export const importStatusSchema = z.enum([
  "queued",
  "running",
  "completed",
  "completed_with_losses",
  "refused",
  "failed",
  "cancelled",
]);

/** A job as REST and the admin page show it; the field names are REST's. */
export const importJobSchema = z.object({
  id: z.string(),
  dataset: z.string(),
  revision: z.string().nullable(),
  /** The most episodes asked for, counted from the first; null is all. */
  max_episodes: z.number().int().nullable(),
  status: importStatusSchema,
  /** What it is doing now: `waiting`, `downloading`, `checking`, `episodes`, `publishing`. */
  phase: z.string(),
  progress: z.object({ done: z.number().int(), total: z.number().int(), unit: z.string() }),
  episodes: z.object({
    imported: z.number().int(),
    unchanged: z.number().int(),
    quarantined: z.array(z.object({ episode_index: z.number().int(), reason: z.string() })),
  }),
  warnings: z.array(warningSchema),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
  dataset_slug: z.string().nullable(),
  created_at: z.string(),
  started_at: z.string().nullable(),
  finished_at: z.string().nullable(),
});
export type ImportJobView = z.infer<typeof importJobSchema>;

export const importRequestSchema = z.object({
  dataset: text(1_024).trim().min(1),
  revision: text(200).trim().min(1).optional(),
  episodes: z.number().int().min(1).optional(),
  embed: z.boolean().default(false),
});
export const importStartInput = importRequestSchema.extend({ workspace: workspaceSlugSchema });
export const importRefInput = z.object({ workspace: workspaceSlugSchema, id: text(64) });

/** What a dataset holds, read before anything is written. */
export const inspectionSchema = z.object({
  name: z.string(),
  formatVersion: z.string(),
  robotType: z.string().nullable(),
  /** Null when its metadata does not say. */
  fps: z.number().nullable(),
  episodes: z.number().int(),
  frames: z.number().int(),
  hours: z.number(),
  tasks: z.array(z.string()),
  cameras: z.array(
    z.object({
      name: z.string(),
      storage: z.string(),
      codec: z.string().nullable(),
      width: z.number().nullable(),
      height: z.number().nullable(),
    }),
  ),
  signals: z.array(z.object({ name: z.string(), dtype: z.string(), shape: z.array(z.number().int()) })),
  warnings: z.array(warningSchema),
});
export type InspectionView = z.infer<typeof inspectionSchema>;

const folderSchema = z.object({ name: z.string(), path: z.string(), isDataset: z.boolean() });
/** `path` is empty where the folders are the roots that imports are allowed from. */
export const folderListOutput = z.object({
  path: z.string(),
  parent: z.string().nullable(),
  folders: z.array(folderSchema),
  /** Folders people often look for, of those that exist; only with the first answer. */
  shortcuts: z.array(folderSchema),
});

export const importListInput = z.object({
  workspace: workspaceSlugSchema,
  limit: z.number().int().min(1).max(200).default(50),
});
export const importListOutput = z.object({ imports: z.array(importJobSchema) });
export const importWatchInput = z.object({ workspace: workspaceSlugSchema });
export const importInspectInput = importRequestSchema
  .pick({ dataset: true, revision: true })
  .extend({ workspace: workspaceSlugSchema });
/** Without a path: where a person would begin to look. */
export const folderListInput = z.object({
  workspace: workspaceSlugSchema,
  path: text(4_096).optional(),
});

import { labelSchemaSchema } from "@retake/collab/label-schema";
import { z } from "zod";
import { episodeRefInput } from "./episodes.ts";
import { workspaceInput } from "./people.ts";

/** The workspace's lanes and classes; version 0 is what every workspace begins with. */
export const labelSchemaOutput = z.object({ version: z.number().int(), schema: labelSchemaSchema });
export type LabelSchemaView = z.infer<typeof labelSchemaOutput>;

export const labelSchemaSetInput = workspaceInput.extend({
  /** The version that was changed: somebody else's newer one is not overwritten. */
  version: z.number().int().min(0),
  schema: labelSchemaSchema,
});

export const labelHistoryInput = episodeRefInput.extend({
  limit: z.number().int().min(1).max(500).default(100),
  /** Entries older than this one. */
  before: z
    .string()
    .regex(/^\d{1,18}$/)
    .optional(),
});

export const labelHistoryEntrySchema = z.object({
  id: z.string(),
  at: z.string(),
  /** Null: the house itself. */
  user: z.object({ id: z.string(), name: z.string() }).nullable(),
  kind: z.string(),
  /** Old and new values in a sentence. */
  words: z.string(),
  data: z.record(z.string(), z.unknown()),
  /** For `labels.restore`: the episode's labels as they were after this. Null where nothing of them changed. */
  updateId: z.number().int().nullable(),
});
export type LabelHistoryEntry = z.infer<typeof labelHistoryEntrySchema>;
export const labelHistoryOutput = z.object({ entries: z.array(labelHistoryEntrySchema) });

export const labelRestoreInput = episodeRefInput.extend({ toUpdateId: z.number().int().min(1) });

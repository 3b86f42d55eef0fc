import { z } from "zod";

export const indexStageSchema = z.enum(["episodes", "texts", "pictures", "map", "summaries"]);
export type IndexStage = z.infer<typeof indexStageSchema>;

/** What indexing does now. */
export const indexRunSchema = z.object({
  state: z.enum(["idle", "running", "failed"]),
  stage: indexStageSchema,
  done: z.number().int(),
  total: z.number().int(),
  /** What went wrong last, a line each. */
  problem: z.string().nullable(),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
  /** Whether all of it was asked to be made again, and has not begun to be. */
  rebuildAsked: z.boolean(),
});
export type IndexRunView = z.infer<typeof indexRunSchema>;

const layoutSchema = z.object({
  kind: z.enum(["motion", "text", "visual"]),
  version: z.number().int(),
  /** Episodes it was laid out from, that have a place on it now, and that were put there since. */
  fitted: z.number().int(),
  points: z.number().int(),
  placed: z.number().int(),
  clusters: z.number().int(),
  /** 0..1 */
  trustworthiness: z.number().nullable(),
  /** How far points moved at the last layout, in shares of the map's width. */
  meanShift: z.number().nullable(),
  seconds: z.number().nullable(),
  /** Space of the texts' vectors, or motion spaces and their versions. */
  basis: z.string().nullable(),
  fittedAt: z.string(),
});
export type IndexLayoutView = z.infer<typeof layoutSchema>;

export const indexStatusSchema = z.object({
  run: indexRunSchema,
  counts: z.object({
    episodes: z.number().int(),
    indexed: z.number().int(),
    waiting: z.number().int(),
    /** Of the indexed ones, those of which something is missing. */
    failed: z.number().int(),
  }),
  /** The first of those that failed. */
  failures: z.array(z.object({ sessionId: z.string(), reasons: z.array(z.string()) })),
  layouts: z.array(layoutSchema),
});
export type IndexStatus = z.infer<typeof indexStatusSchema>;

import { sessionIdSchema } from "@retake/core/ids";
import { LIMITS } from "@retake/core/limits";
import { z } from "zod";
import { episodeFilterSchema, episodeRowSchema, workspaceSlugSchema } from "./episodes.ts";
import { text } from "./text.ts";

export const searchTextSchema = text(LIMITS.searchLengthMax);

/** A stretch of the query that was understood as a filter or an order. Taking the chip away is taking its characters away. */
export const chipSchema = z.object({
  /** Unique in its query. */
  id: z.string(),
  kind: z.enum([
    "outcome",
    "reward",
    "duration",
    "date",
    "dataset",
    "robot",
    "task",
    "operator",
    "label",
    "person",
    "quality",
    "status",
    "source",
    "sort",
    "rating",
    "frames",
    "fps",
    "phrase",
    "not",
    "limit",
  ]),
  /** The words of the query it came from. */
  text: z.string(),
  /** What is shown: `longer than 20 s`. */
  label: z.string(),
  /** Characters of the query, `to` exclusive. */
  from: z.number().int(),
  to: z.number().int(),
});
export type SearchChip = z.infer<typeof chipSchema>;

export const whySchema = z.object({
  kind: z.enum(["words", "meaning", "filter", "motion", "picture", "label", "comment", "finding"]),
  /** Plain text, also where it quotes what people wrote. */
  text: z.string(),
});
export type SearchWhy = z.infer<typeof whySchema>;

export const momentKinds = ["label", "comment", "mark", "finding"] as const;

export const searchHitSchema = z.object({
  row: episodeRowSchema,
  /** 0..1, of this query's answers only: scores of different queries do not compare. */
  score: z.number(),
  why: z.array(whySchema),
  /** Where in the episode, when a moment of it matched. */
  moment: z
    .object({
      /** Seconds from the episode's start; no end: an instant. */
      start: z.number(),
      end: z.number().nullable(),
      text: z.string(),
      kind: z.enum(momentKinds),
    })
    .nullable(),
});
export type SearchHit = z.infer<typeof searchHitSchema>;

export const searchMomentSchema = z.object({
  sessionId: z.string(),
  /** Of the episode. */
  title: z.string(),
  kind: z.enum(momentKinds),
  start: z.number(),
  end: z.number().nullable(),
  text: z.string(),
  /** Name of who wrote it; null: a rule, a robot or a token. */
  author: z.string().nullable(),
  /** Of the episode, as in its row; `at/<seconds>.jpg` beside it is the picture of a time. */
  posterUrl: z.string().nullable(),
  score: z.number(),
});
export type SearchMoment = z.infer<typeof searchMomentSchema>;

export const embeddingsStateSchema = z.object({
  /** `local:use-lite:512`; null: there are no vectors to compare with. */
  space: z.string().nullable(),
  provider: z.enum(["local", "openai", "none"]),
  /** Whether it answers by less than was configured. */
  degraded: z.boolean(),
  /** Why, for a banner. */
  reason: z.string().nullable(),
});

export const searchInput = z.object({
  workspace: workspaceSlugSchema,
  query: searchTextSchema,
  /** The list's own filters, beside those of the query. */
  filter: episodeFilterSchema.optional(),
  limit: z.number().int().min(1).max(LIMITS.searchHitsMax).default(20),
  offset: z.number().int().min(0).max(LIMITS.searchDepthMax).default(0),
  scope: z.enum(["episodes", "moments", "all"]).default("all"),
});

export const searchOutput = z.object({
  chips: z.array(chipSchema),
  /** What is matched freely. */
  rest: z.string(),
  episodes: z.array(searchHitSchema),
  moments: z.array(searchMomentSchema),
  /** Episodes that match in all. */
  total: z.number().int(),
  /** `weak`: nothing stands out; the best are shown all the same. */
  confidence: z.enum(["strong", "weak", "none"]),
  embeddings: embeddingsStateSchema,
  tookMs: z.number(),
});
export type SearchAnswer = z.infer<typeof searchOutput>;

export const searchParseInput = z.object({ workspace: workspaceSlugSchema, query: searchTextSchema });
export const searchParseOutput = z.object({ chips: z.array(chipSchema), rest: z.string() });

export const similarBy = ["motion", "text", "visual", "all"] as const;

export const similarInput = z.object({
  workspace: workspaceSlugSchema,
  sessionIds: z.array(sessionIdSchema).min(1).max(200),
  by: z.enum(similarBy).default("all"),
  limit: z.number().int().min(1).max(LIMITS.searchHitsMax).default(12),
});
export const similarHitSchema = searchHitSchema.omit({ moment: true });
export const similarOutput = z.object({
  hits: z.array(similarHitSchema),
  /** Why there are none, in words; null when there are. */
  problem: z.string().nullable(),
});

export const wiggleInput = z
  .object({
    workspace: workspaceSlugSchema,
    sessionId: sessionIdSchema,
    topic: text(LIMITS.textLengthMax).min(1),
    /** Index of the dimension. */
    dim: z.number().int().min(0).max(LIMITS.vectorDimsMax),
    /** Seconds from the episode's start, both ends inclusive. */
    start: z.number(),
    end: z.number(),
    scope: z.object({ datasetSlug: text(200).optional() }).optional(),
    limit: z.number().int().min(1).max(50).default(20),
    /** Whether only the shape counts, at whatever height and size; else also how far it goes. */
    shapeOnly: z.boolean().default(true),
  })
  .refine(({ start, end }) => end > start, { message: "must be after start", path: ["end"] });

export const wiggleHitSchema = z.object({
  row: episodeRowSchema,
  topic: z.string(),
  dim: z.number().int(),
  start: z.number(),
  end: z.number(),
  /** 1: the same; 0: nothing in common. */
  score: z.number(),
  /** 64 points of the stretch, evenly spaced. */
  values: z.array(z.number().nullable()),
});
export type WiggleHit = z.infer<typeof wiggleHitSchema>;

export const wiggleOutput = z.object({
  hits: z.array(wiggleHitSchema),
  query: z.object({ values: z.array(z.number().nullable()) }),
  searched: z.object({ episodes: z.number().int(), samples: z.number().int() }),
  /** Whether a budget ended it before all was looked at. */
  truncated: z.boolean(),
});

const savedNameSchema = text(80).trim().min(1);
export const savedSearchSchema = z.object({
  id: z.string(),
  name: z.string(),
  query: z.string(),
  /** Name of who made it. */
  author: z.string().nullable(),
  createdAt: z.string(),
});
export type SavedSearchView = z.infer<typeof savedSearchSchema>;
export const savedListInput = z.object({ workspace: workspaceSlugSchema });
export const savedListOutput = z.object({ searches: z.array(savedSearchSchema) });
/** A name that is there already gets the new query. */
export const savedSaveInput = z.object({
  workspace: workspaceSlugSchema,
  name: savedNameSchema,
  query: searchTextSchema.trim().min(1),
});
export const savedRenameInput = z.object({
  workspace: workspaceSlugSchema,
  id: text(64),
  name: savedNameSchema,
});
export const savedRemoveInput = z.object({ workspace: workspaceSlugSchema, id: text(64) });

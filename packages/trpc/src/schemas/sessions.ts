import { LIMITS } from "@retake/core/limits";
import { z } from "zod";
import {
  episodeFilterSchema,
  episodeSorts,
  outcomeSchema,
  sourceSchema,
  statusSchema,
  warningSchema,
} from "./episodes.ts";

/** An episode as the REST interface shows it, in the field names that existing scripts use. */
export const sessionSchema = z
  .object({
    session_id: z.string(),
    source: sourceSchema,
    dataset_name: z.string().nullable().describe("Hub id, or the folder's base name."),
    dataset_slug: z.string().nullable(),
    episode_index: z.number().int().nullable(),
    task: z.string().nullable(),
    tasks: z.array(z.string()),
    robot_type: z.string().nullable(),
    fps: z.number().nullable().describe("Frames per second; null while it is not known."),
    start_time: z.number().describe("Time of the first sample, in seconds from the episode's start."),
    end_time: z.number().describe("Time of the last sample, in seconds from the episode's start."),
    duration: z.number().describe("Seconds."),
    total_frames: z.number().int().describe("Frames: rows of the fastest regular topic."),
    total_messages: z.number().int(),
    status: statusSchema,
    outcome: outcomeSchema.nullable(),
    total_reward: z.number().nullable(),
    tags: z.array(z.string()),
    features: z.record(z.string(), z.unknown()),
    summary: z.string().nullable(),
    umap_x: z.number().nullable(),
    umap_y: z.number().nullable(),
    camera_count: z.number().int(),
    warnings: z.array(warningSchema),
    created_at: z.string().describe("RFC 3339, UTC."),
  })
  .meta({ id: "Session" });
export type Session = z.infer<typeof sessionSchema>;

export const sessionListOutput = z.object({ sessions: z.array(sessionSchema), total: z.number().int() });

/** Query strings hold text; numbers are read from it. */
export const sessionListQuery = episodeFilterSchema.extend({
  // Scripts know it as they read it: null.
  outcome: z
    .enum(["success", "failure", "none", "null"])
    .transform((outcome) => (outcome === "null" ? "none" : outcome))
    .optional(),
  sort: z.enum(episodeSorts).default("newest"),
  limit: z.coerce.number().int().min(1).max(LIMITS.listPageMax).default(LIMITS.listPageDefault),
  offset: z.coerce.number().int().min(0).default(0),
});

export const restHitsSchema = z.array(
  z
    .object({
      session: sessionSchema,
      score: z.number().describe("0..1, within this answer."),
      why: z.array(
        z.object({
          kind: z.enum(["words", "meaning", "filter", "motion", "picture", "label", "comment", "finding"]),
          text: z.string().describe("Plain text."),
        }),
      ),
    })
    .meta({ id: "SearchHit" }),
);

export const similarityGraphSchema = z
  .object({
    nodes: z.array(
      z.object({
        id: z.string().describe("`session_id`"),
        label: z.string(),
        outcome: outcomeSchema.nullable(),
        reward: z.number().nullable(),
        x: z.number().nullable(),
        y: z.number().nullable(),
      }),
    ),
    edges: z.array(
      z.object({ source: z.string(), target: z.string(), weight: z.number().describe("How alike, 0..1.") }),
    ),
  })
  .meta({ id: "SimilarityGraph" });

export const sessionTopicSchema = z
  .object({
    session_id: z.string(),
    topic: z.string(),
    message_count: z.number().int(),
    first_time: z.number(),
    last_time: z.number(),
    avg_frequency: z.number(),
    data_type: z.string(),
    shape: z.array(z.number().int()),
    feature_names: z.array(z.string()),
    units: z.array(z.string()),
  })
  .meta({ id: "Topic" });

/** Clients whose languages have no absent fields say null. */
const bound = z
  .number()
  .nullish()
  .transform((time) => time ?? undefined);

export const seekBody = z.object({
  start_time: bound.describe("Seconds from the episode's start, inclusive. Absent: from its first sample."),
  end_time: bound.describe("Inclusive. Absent: to its last sample."),
  topics: z.array(z.string().max(1_024)).max(1_000).nullish().describe("Absent: all of them."),
  limit: z.number().int().min(1).max(LIMITS.seekRowsMax).default(LIMITS.seekRowsDefault),
});

export const seekRowSchema = z
  .object({
    session_id: z.string(),
    timestamp: z.number(),
    topic: z.string(),
    data_type: z.string(),
    data: z
      .unknown()
      .describe(
        "A number list, a text, or null for pictures. What is no number in JSON (NaN, infinities) is null.",
      ),
    image_path: z.string().nullable().describe("Where this picture is served as JPEG."),
    frame_index: z.number().int().nullable(),
  })
  .meta({ id: "Message" });

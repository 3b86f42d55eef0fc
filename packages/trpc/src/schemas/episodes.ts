import { readRange, type Measure } from "@retake/ai/ranges";
import { LIMITS } from "@retake/core/limits";
import { sessionIdSchema } from "@retake/core/ids";
import { z } from "zod";
import { AREA_LENGTH_MAX, readArea } from "../map/map-area.ts";
import { momentSchema } from "./moment.ts";
import { text } from "./text.ts";

export const outcomeSchema = z.enum(["success", "failure"]);
export const sourceSchema = z.enum(["live", "import"]);
export const statusSchema = z.enum(["recording", "completed", "disconnected"]);
export const workspaceSlugSchema = text(64).min(1);
const tagSchema = text(LIMITS.tagLengthMax).trim().min(1);

export const episodeSorts = [
  "newest",
  "oldest",
  "name",
  "duration",
  "-duration",
  "reward",
  "-reward",
  "frames",
  "-frames",
  "index",
  "-index",
] as const;

/** `20`, `>0.5`, `<=30s`, `10..20`, as after a colon in a search. */
function range(measure: Measure) {
  return text(64)
    .refine((value) => readRange(measure, value) !== null, "must be a number, a bound such as >20, or 10..20")
    .optional();
}

/** Filters of the episode list; the same names appear in the page's URL and in REST's query string. */
export const episodeFilterSchema = z.object({
  q: text(400).optional(),
  source: sourceSchema.optional(),
  dataset: text(200).optional(),
  robot: text(200).optional(),
  task: text(LIMITS.textLengthMax).optional(),
  status: statusSchema.optional(),
  outcome: z.enum(["success", "failure", "none"]).optional(),
  label: text(LIMITS.tagLengthMax).optional(),
  operator: text(200).optional(),
  /** Seconds, or with a unit. */
  duration: range("duration"),
  reward: range("reward"),
  frames: range("frames"),
  rating: range("rating"),
  /** Whether the team has put any segment or event on its timeline. */
  labelled: z.enum(["yes", "no"]).optional(),
  /** Only those in a part of a map: its kind and the corners of a closed line, `motion:1.25,-3;2,-3;2,1`. */
  area: text(AREA_LENGTH_MAX)
    .refine((area) => readArea(area) !== null, "must be a map and at least three corners")
    .optional(),
  /** Only these, their ids with commas between. */
  ids: text(8_192)
    .transform((ids) => ids.split(",").filter((id) => id !== ""))
    .pipe(z.array(sessionIdSchema).min(1).max(100))
    .transform((ids) => ids.join(","))
    .optional(),
  from: momentSchema("first").optional(),
  to: momentSchema("last").optional(),
});
export type EpisodeFilter = z.infer<typeof episodeFilterSchema>;

export const episodeListInput = episodeFilterSchema.extend({
  workspace: workspaceSlugSchema,
  sort: z.enum(episodeSorts).default("newest"),
  limit: z.number().int().min(1).max(LIMITS.listPageMax).default(LIMITS.listPageDefault),
  offset: z.number().int().min(0).default(0),
});

export const episodeRowSchema = z.object({
  sessionId: z.string(),
  source: sourceSchema,
  status: statusSchema,
  datasetName: z.string().nullable(),
  datasetSlug: z.string().nullable(),
  episodeIndex: z.number().int().nullable(),
  task: z.string().nullable(),
  robotType: z.string().nullable(),
  /** Null while it is not known. */
  fps: z.number().nullable(),
  durationS: z.number(),
  totalFrames: z.number().int(),
  totalReward: z.number().nullable(),
  outcome: outcomeSchema.nullable(),
  tags: z.array(z.string()),
  cameraCount: z.number().int(),
  warningCount: z.number().int(),
  /** Poster of the first camera, or null where there is no picture. `?w=` gives the width in pixels. */
  posterUrl: z.string().nullable(),
  /** One JPEG of 8 stills side by side, or null. */
  stripUrl: z.string().nullable(),
  createdAt: z.string(),
});
export type EpisodeRow = z.infer<typeof episodeRowSchema>;

export const episodeListOutput = z.object({ total: z.number().int(), episodes: z.array(episodeRowSchema) });

export const topicStatisticsSchema = z.object({
  min: z.array(z.number().nullable()),
  max: z.array(z.number().nullable()),
  mean: z.array(z.number().nullable()),
  std: z.array(z.number().nullable()),
  count: z.array(z.number()),
});

export const topicSchema = z.object({
  name: z.string(),
  kind: z.enum(["signal", "camera", "text"]),
  dataType: z.string(),
  shape: z.array(z.number().int()),
  featureNames: z.array(z.string()),
  units: z.array(z.string()),
  messageCount: z.number().int(),
  firstTime: z.number(),
  lastTime: z.number(),
  avgFrequency: z.number(),
  statistics: topicStatisticsSchema.nullable(),
});
export type TopicInfo = z.infer<typeof topicSchema>;

export const cameraSchema = z.object({
  topic: z.string(),
  /** Last part of the name: `front`. */
  name: z.string(),
  storage: z.enum(["video", "images", "missing"]),
  width: z.number().int().nullable(),
  height: z.number().int().nullable(),
  frames: z.number().int(),
  fps: z.number(),
  codec: z.string().nullable(),
  /** For `canPlayType`: `video/mp4; codecs="av01.0.04M.08"`. */
  mimeType: z.string().nullable(),
  playable: z.enum(["native", "needs_proxy", "stills_only"]).nullable(),
  isDepth: z.boolean(),
  /**
   * MP4 with Range support. It may hold other episodes too: this one spans [fromTime, toTime) of it. Null without video. Of `images` it
   * is made of them, for playing only: frame k is picture k.
   */
  videoUrl: z.string().nullable(),
  /** H.264 copy of just this camera's file, same times; null when there is none (yet). */
  proxyUrl: z.string().nullable(),
  fromTime: z.number(),
  toTime: z.number(),
  /** JPEG of one frame: append `/<k>.jpg`, k counted from the episode's start. Null when there are no pictures. */
  frameUrl: z.string().nullable(),
  /** Float64 little endian, presentation time of each frame relative to fromTime; null when frame k is at k / fps. */
  timesUrl: z.string().nullable(),
  posterUrl: z.string().nullable(),
  stripUrl: z.string().nullable(),
  /** Why there is no picture, in words. */
  problem: z.string().nullable(),
});
export type CameraInfo = z.infer<typeof cameraSchema>;

export const warningSchema = z.object({
  code: z.string(),
  message: z.string(),
  /** What is counted apart under one code, and how often it came. */
  key: z.string().optional(),
  count: z.number().int().optional(),
});

/** What somebody at the robot said about a moment. */
export const MARK_KINDS = ["success", "failure", "note", "phase"] as const;

export const markSchema = z.object({
  key: z.string(),
  /** Seconds from the episode's start, as sent. */
  time: z.number(),
  kind: z.enum(MARK_KINDS),
  text: z.string().nullable(),
});
export type Mark = z.infer<typeof markSchema>;

export const episodeDetailSchema = episodeRowSchema.extend({
  startTime: z.number(),
  endTime: z.number(),
  tasks: z.array(z.string()),
  summary: z.string().nullable(),
  totalMessages: z.number().int(),
  topics: z.array(topicSchema),
  cameras: z.array(cameraSchema),
  warnings: z.array(warningSchema),
  marks: z.array(markSchema),
  operator: z.string().nullable(),
  /** Prefix of the binary routes: `<dataUrl>/samples?topics=..&from=..&to=..` and `<dataUrl>/envelope?topics=..&buckets=..`. */
  dataUrl: z.string(),
  exportUrl: z.string(),
});
export type EpisodeDetail = z.infer<typeof episodeDetailSchema>;

export const episodeRefInput = z.object({ workspace: workspaceSlugSchema, sessionId: sessionIdSchema });

export const episodeNeighboursInput = episodeListInput
  .omit({ limit: true, offset: true })
  .extend({ sessionId: sessionIdSchema });
export const episodeNeighboursOutput = z.object({
  previous: z.string().nullable(),
  next: z.string().nullable(),
  /** 1-based place in the filtered list, and its length. */
  position: z.number().int(),
  total: z.number().int(),
});

export const episodePatchSchema = z
  .object({
    outcome: outcomeSchema.nullable().optional(),
    /** Null and an empty text both say that there is none: what was read can be sent back. */
    task: text(LIMITS.textLengthMax)
      .trim()
      .nullable()
      .transform((task) => task ?? "")
      .optional(),
    tags: z.array(tagSchema).max(LIMITS.tagsMax).optional(),
  })
  .strict();
export const episodeBulkUpdateInput = z.object({
  workspace: workspaceSlugSchema,
  sessionIds: z.array(sessionIdSchema).min(1).max(10_000),
  outcome: outcomeSchema.nullable().optional(),
  addTags: z.array(tagSchema).max(LIMITS.tagsMax).optional(),
  removeTags: z.array(tagSchema).max(LIMITS.tagsMax).optional(),
});

const countSchema = z.object({ value: z.string(), count: z.number().int() });
export const episodeFacetsOutput = z.object({
  datasets: z.array(z.object({ value: z.string(), label: z.string(), count: z.number().int() })),
  robots: z.array(countSchema),
  tasks: z.array(countSchema),
  tags: z.array(countSchema),
  outcomes: z.array(countSchema),
  statuses: z.array(countSchema),
  sources: z.array(countSchema),
  /** The counts are of so many best hits of a search by words; null: of all that match. */
  of: z.number().int().nullable(),
});

/** @see searchInput for `query`, whose results are counted; `q` is a filter by words. */
export const episodeFacetsInput = episodeFilterSchema.extend({
  workspace: workspaceSlugSchema,
  query: text(LIMITS.searchLengthMax).optional(),
});
export type EpisodeFacets = z.infer<typeof episodeFacetsOutput>;
export const episodeBulkUpdateOutput = z.object({
  updated: z.number().int(),
  /** Ids that are not (or no longer) there; the others were updated. */
  missing: z.array(z.string()),
});
export type EpisodeListPage = z.infer<typeof episodeListOutput>;
export type EpisodeSort = (typeof episodeSorts)[number];

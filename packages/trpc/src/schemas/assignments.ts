import { sessionIdSchema } from "@retake/core/ids";
import { z } from "zod";
import { episodeFilterSchema, workspaceSlugSchema } from "./episodes.ts";
import { text } from "./text.ts";

/** Episodes one press may assign. */
export const ASSIGN_MAX = 10_000;
/** People one press may assign to. */
const PEOPLE_MAX = 50;
/** Episodes that one question about who works on them may name: a page of the list. */
export const OF_EPISODES_MAX = 200;
/** Assignments told of each of them; the others are counted. */
export const SHOWN_OF_EPISODE_MAX = 8;
export const REASON_LENGTH_MAX = 1_000;

export const assignmentStateSchema = z.enum(["todo", "labelled", "in_review", "accepted", "returned"]);
export type AssignmentState = z.infer<typeof assignmentStateSchema>;

const inWorkspace = z.object({ workspace: workspaceSlugSchema });
const idSchema = text(64).min(1);

export const assignInput = inWorkspace.extend({
  /** Chosen episodes, or all that match. */
  episodes: z.union([
    z.object({ sessionIds: z.array(sessionIdSchema).min(1).max(ASSIGN_MAX) }),
    z.object({ filter: episodeFilterSchema }),
  ]),
  people: z.array(idSchema).min(1).max(PEOPLE_MAX),
  /** `share`: each episode to one of them, in turn. `everyone`: each episode to all of them. */
  split: z.enum(["share", "everyone"]),
  /** Each in a layer of their own, which the others do not see. */
  blind: z.boolean().default(false),
  /** Episodes with a reference are compared with it; needs `blind`. */
  gold: z.boolean().default(false),
});
export type AssignRequest = Omit<z.infer<typeof assignInput>, "workspace">;
export const assignOutput = z.object({
  episodes: z.number().int(),
  assigned: z.number().int(),
  /** Were somebody's already. */
  skipped: z.number().int(),
});

export const personSchema = z.object({ userId: z.string(), name: z.string() });
export type Person = z.infer<typeof personSchema>;

export const assignmentSchema = z.object({
  id: z.string(),
  state: assignmentStateSchema,
  reason: z.string().nullable(),
  isBlind: z.boolean(),
  /** Whether it is compared with a reference; null to those who are not to know. */
  isGold: z.boolean().nullable(),
  assignee: personSchema,
  reviewer: personSchema.nullable(),
  updatedAt: z.string(),
  /** Segments and instants in the layer that is worked in. */
  labels: z.number().int(),
  /** First place that no segment of a gap-free lane covers, seconds; null when all is covered. */
  firstGapS: z.number().nullable(),
  episode: z.object({
    sessionId: z.string(),
    episodeIndex: z.number().int().nullable(),
    datasetName: z.string().nullable(),
    task: z.string().nullable(),
    durationS: z.number(),
    posterUrl: z.string().nullable(),
    stripUrl: z.string().nullable(),
  }),
});
export type AssignmentView = z.infer<typeof assignmentSchema>;

export const queueSchema = z.enum(["mine", "review", "all"]);
export type Queue = z.infer<typeof queueSchema>;
export const assignmentListInput = inWorkspace.extend({
  queue: queueSchema,
  state: assignmentStateSchema.optional(),
  assignee: idSchema.optional(),
  limit: z.number().int().min(1).max(200).default(100),
  offset: z.number().int().min(0).max(1_000_000).default(0),
});
export const assignmentListOutput = z.object({
  total: z.number().int(),
  assignments: z.array(assignmentSchema),
});

/** `version` changes whenever anything about assignments does: what is shown is to be asked for again. */
export const assignmentCountsSchema = z.object({
  version: z.string(),
  /** To do and returned, of the caller. */
  mine: z.number().int(),
  /** Labelled, and not taken by another reviewer; 0 for those who do not review. */
  review: z.number().int(),
  /** All that one may see. */
  all: z.number().int(),
});
export type AssignmentCounts = z.infer<typeof assignmentCountsSchema>;

export const assignmentOfEpisodeInput = inWorkspace.extend({ sessionId: sessionIdSchema });
export const assignmentOfEpisodeOutput = z.object({
  mine: assignmentSchema.nullable(),
  /** Of everybody, for reviewers; else empty. */
  others: z.array(assignmentSchema),
  /** Where the caller's queue goes on. */
  next: z
    .object({ sessionId: z.string(), firstGapS: z.number().nullable(), isBlind: z.boolean() })
    .nullable(),
});

export const assignmentsOfEpisodesInput = inWorkspace.extend({
  sessionIds: z.array(sessionIdSchema).min(1).max(OF_EPISODES_MAX),
});
const workOnEpisodeSchema = z.object({
  sessionId: z.string(),
  /** Assignments that the caller may see. */
  total: z.number().int(),
  /** The first {@link SHOWN_OF_EPISODE_MAX} of them, as they were given, then by name. */
  assignments: z.array(
    z.object({ state: assignmentStateSchema, assignee: personSchema, reviewer: personSchema.nullable() }),
  ),
});
export type WorkOnEpisode = z.infer<typeof workOnEpisodeSchema>;
/** Episodes that nobody works on are left out. */
export const assignmentsOfEpisodesOutput = z.object({ episodes: z.array(workOnEpisodeSchema) });

const tallySchema = z.record(assignmentStateSchema, z.number().int());
export const progressOutput = z.object({
  people: z.array(z.object({ person: personSchema, counts: tallySchema })),
  datasets: z.array(
    z.object({ slug: z.string().nullable(), name: z.string().nullable(), counts: tallySchema }),
  ),
});
export type Progress = z.infer<typeof progressOutput>;

export const unassignInput = inWorkspace.extend({ ids: z.array(idSchema).min(1).max(ASSIGN_MAX) });
export const unassignOutput = z.object({ removed: z.number().int() });

export const moveInput = inWorkspace.extend({ id: idSchema });
export const returnInput = moveInput.extend({ reason: text(REASON_LENGTH_MAX).trim().min(1) });
export const moveOutput = z.object({ id: z.string(), state: assignmentStateSchema });

import { sessionIdSchema } from "@retake/core/ids";
import { z } from "zod";
import { personSchema } from "./assignments.ts";
import { workspaceSlugSchema } from "./episodes.ts";
import { text } from "./text.ts";

const inWorkspace = z.object({ workspace: workspaceSlugSchema });
const sessionId = sessionIdSchema.optional();
const pageLimit = z.number().int().min(1).max(200).default(100);

/** One thing that somebody did. */
export const activitySchema = z.object({
  id: z.string(),
  /** Null: the house itself. */
  person: personSchema.nullable(),
  /** `outcome`, `annotation.added`, `assignment.accepted`, … */
  kind: z.string(),
  data: z.record(z.string(), z.unknown()),
  at: z.string(),
  episode: z.object({ sessionId: z.string(), episodeIndex: z.number().int().nullable() }).nullable(),
});
export type ActivityView = z.infer<typeof activitySchema>;

export const activityListInput = inWorkspace.extend({
  /** Of one episode only. */
  sessionId,
  /** What was before this one. */
  before: z
    .string()
    .regex(/^\d{1,18}$/)
    .optional(),
  limit: pageLimit,
});
export const activityListOutput = z.object({
  activities: z.array(activitySchema),
  /** For the page before; null at the beginning. */
  before: z.string().nullable(),
});
export const activityWatchInput = inWorkspace.extend({ sessionId });
/** Number of the newest line. */
export const activityNewsSchema = z.object({ newest: z.string().nullable() });

export const mentionSchema = z.object({
  commentId: z.string(),
  threadId: z.string(),
  by: personSchema.nullable(),
  text: z.string(),
  at: z.string(),
  isRead: z.boolean(),
  isResolved: z.boolean(),
  sessionId: z.string(),
  episodeIndex: z.number().int().nullable(),
  /** Of the thread, seconds. */
  time: z.number(),
});
export type MentionView = z.infer<typeof mentionSchema>;
export const inboxListInput = inWorkspace.extend({ limit: pageLimit });
export const inboxListOutput = z.object({ unread: z.number().int(), mentions: z.array(mentionSchema) });
export const inboxNewsSchema = z.object({ unread: z.number().int(), newestAt: z.string().nullable() });
export type InboxNews = z.infer<typeof inboxNewsSchema>;
export const inboxReadInput = inWorkspace.extend({
  /** Absent: all of them. */
  comments: z
    .array(z.object({ sessionId: sessionIdSchema, commentId: text(200).min(1) }))
    .min(1)
    .max(200)
    .optional(),
});

import { LIMITS } from "@retake/core/limits";
import { z } from "zod";
import { MARK_KINDS } from "./episodes.ts";
import { text } from "./text.ts";

/** A label of the timeline as the REST interface shows it. */
export const annotationSchema = z
  .object({
    id: z.string(),
    lane: z.string(),
    label: z.string().describe("Id of the class."),
    start_time: z.number().describe("Seconds from the episode's start."),
    end_time: z.number().nullable().describe("Null: an instant."),
    author: z.string().nullable().describe("Id of the person, or `token:<id>` of a script."),
    origin: z.enum(["human", "rule", "model"]),
    state: z.enum(["proposed", "accepted", "rejected"]),
    note: z.string(),
    created_at: z.string().describe("RFC 3339, UTC."),
  })
  .meta({ id: "Annotation" });
export type AnnotationJson = z.infer<typeof annotationSchema>;

/** What somebody at the robot said while it recorded. */
export const sessionMarkSchema = z
  .object({
    timestamp: z
      .number()
      .describe("Seconds from the episode's start; of a mark without a usable time, when it came."),
    kind: z.enum(MARK_KINDS),
    text: z.string(),
  })
  .meta({ id: "Mark" });
export type SessionMark = z.infer<typeof sessionMarkSchema>;

export const annotationListOutput = z.object({
  annotations: z.array(annotationSchema),
  marks: z.array(sessionMarkSchema).describe("Of the robot, which nobody edits; none for imported episodes."),
});

const noteSchema = text(LIMITS.textLengthMax);
const labelSchema = text(48).min(1);
const timeSchema = z.number().min(0);

export const newAnnotationSchema = z
  .object({
    label: labelSchema.describe("Id of a class of the workspace."),
    lane: text(48).min(1).optional().describe("Absent: the class's own."),
    start_time: timeSchema.describe("Moved to the nearest frame."),
    end_time: timeSchema.nullable().default(null).describe("Null, for an instant, in lanes of instants."),
    note: noteSchema.default(""),
    origin: z.enum(["human", "rule", "model"]).default("human"),
    state: z
      .enum(["proposed", "accepted"])
      .default("accepted")
      .describe("`proposed`: a suggestion that somebody has yet to accept."),
  })
  .strict();

export const annotationPatchSchema = z
  .object({
    label: labelSchema.optional(),
    start_time: timeSchema.optional(),
    end_time: timeSchema.nullable().optional(),
    note: noteSchema.optional(),
    state: z.enum(["accepted", "rejected"]).optional(),
  })
  .strict();

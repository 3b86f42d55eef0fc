import { z } from "zod";

/** A topic as its robot declared it, or as its first message showed it. */
const declaredTopicSchema = z.object({
  name: z.string(),
  /** As the protocol says it: `float32[]`, …, `string`, `image`. */
  dataType: z.string(),
  /** Of one message; null when it was not said. */
  shape: z.array(z.number().int()).nullable(),
  names: z.array(z.string()).nullable(),
  units: z.array(z.string()).nullable(),
});

/** What the log keeps of a recording beside its messages: enough to finish the episode when all else is gone. */
const recordingMetaSchema = z.object({
  workspaceId: z.string(),
  sessionId: z.string(),
  protocol: z.union([z.literal(1), z.literal(2)]),
  robotType: z.string().nullable(),
  /** Frames per second the robot meant to send. */
  fps: z.number().nullable(),
  task: z.string().nullable(),
  operator: z.string().nullable(),
  tokenId: z.string().nullable(),
  robotId: z.string().nullable(),
  /** By our clock, seconds since 1970. */
  startedAt: z.number(),
  topics: z.array(declaredTopicSchema),
  outcome: z.enum(["success", "failure"]).nullable(),
  totalReward: z.number().nullable(),
  /** What its robot said at the end and nobody could read. */
  unread: z.array(z.object({ field: z.enum(["outcome", "total_reward"]), said: z.string() })).optional(),
});

export type DeclaredTopic = z.infer<typeof declaredTopicSchema>;
export type RecordingMeta = z.infer<typeof recordingMetaSchema>;

/** @throws ZodError when the text is not one of ours */
export function readRecordingMeta(text: string): RecordingMeta {
  return recordingMetaSchema.parse(JSON.parse(text));
}

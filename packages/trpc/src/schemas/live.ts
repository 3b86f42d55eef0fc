import { z } from "zod";
import { episodeRefInput, markSchema, workspaceSlugSchema } from "./episodes.ts";

/** `cut_off`: no robot is connected, and it may still come back. */
export const recordingStateSchema = z.enum(["recording", "cut_off", "ended"]);
export type RecordingState = z.infer<typeof recordingStateSchema>;

const lampSchema = z.enum(["ok", "warn", "bad"]);

export const liveTopicSchema = z.object({
  name: z.string(),
  kind: z.enum(["signal", "camera", "text"]),
  rateHz: z.number(),
  meantHz: z.number().nullable(),
  lamp: lampSchema,
  /** Why the lamp is not `ok`. */
  reason: z.string().nullable(),
});

export const liveClockSchema = z.object({
  offsetMs: z.number().nullable(),
  skewPpm: z.number().nullable(),
  jumps: z.array(z.object({ atServer: z.number(), by: z.number() })),
  jumpsTotal: z.number().int(),
  oddTimes: z.number().int(),
});
export type LiveClock = z.infer<typeof liveClockSchema>;

/** When a robot was lost, and until when the recording waits for it. Instants as ISO text. */
export const cutOffSchema = z.object({ since: z.string(), until: z.string() });

/** One recording as the Live page shows it. */
export const liveRecordingSchema = z.object({
  sessionId: z.string(),
  robotName: z.string().nullable(),
  robotType: z.string().nullable(),
  task: z.string().nullable(),
  operator: z.string().nullable(),
  state: recordingStateSchema,
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  cutOff: cutOffSchema.nullable(),
  /** By the robot's times. */
  durationS: z.number(),
  messages: z.number().int(),
  frames: z.number().int(),
  dropped: z.number().int(),
  outcome: z.enum(["success", "failure"]).nullable(),
  /** Null until the first figures came, and for what has ended. */
  figures: z.object({ rateHz: z.number(), bytesPerS: z.number(), lagMs: z.number().nullable() }).nullable(),
  clock: liveClockSchema.nullable(),
  topics: z.array(liveTopicSchema),
  /** Two signals' latest values, oldest first, {@link sparkStepS} apart. */
  sparks: z.array(z.object({ topic: z.string(), values: z.array(z.number()) })),
  sparkStepS: z.number(),
  cameras: z.array(
    z.object({
      topic: z.string(),
      name: z.string(),
      /** The newest picture while it records, the poster afterwards. */
      pictureUrl: z.string(),
    }),
  ),
});
export type LiveRecording = z.infer<typeof liveRecordingSchema>;

export const liveListInput = z.object({ workspace: workspaceSlugSchema });
const liveRecordingsSchema = z.object({
  /** The server's clock, seconds since 1970: what `since` and `until` are to be compared with. */
  serverTime: z.number(),
  recordings: z.array(liveRecordingSchema),
});
export type LiveRecordings = z.infer<typeof liveRecordingsSchema>;
export const liveListOutput = liveRecordingsSchema.extend({
  /** Where robots connect, on the host that pages come from. */
  ingestPort: z.number().int(),
});

/** What a watcher hears: all recordings first (`reset`), then those that changed and those that left the page. */
export const liveUpdateSchema = liveRecordingsSchema.extend({
  reset: z.boolean(),
  gone: z.array(z.string()),
});
export type LiveUpdate = z.infer<typeof liveUpdateSchema>;

export const liveCountSchema = z.object({ recording: z.number().int(), cutOff: z.number().int() });
export type LiveCount = z.infer<typeof liveCountSchema>;

/** Where a recording stands; carries no data: the reader fetches that at its own pace. */
export const followSchema = z.object({
  /** The number that the next message will have. */
  headSeq: z.number().int(),
  /** All before it lies in finished parts. */
  sealedSeq: z.number().int(),
  /** The robot's time of the last message, seconds from the start; null before the first. */
  headTime: z.number().nullable(),
  state: recordingStateSchema,
  cutOff: cutOffSchema.nullable(),
  /** Ended and stored: the episode is like any other, and this is the last message. */
  finished: z.boolean(),
  clock: liveClockSchema.nullable(),
  /** Those not told yet. */
  marks: z.array(markSchema),
});
export type FollowUpdate = z.infer<typeof followSchema>;
export const followInput = episodeRefInput;

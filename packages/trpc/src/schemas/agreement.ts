import { sessionIdSchema } from "@retake/core/ids";
import { z } from "zod";
import { personSchema } from "./assignments.ts";
import { workspaceSlugSchema } from "./episodes.ts";
import { text } from "./text.ts";

export const TOLERANCE_S_DEFAULT = 0.25;
const inWorkspace = z.object({ workspace: workspaceSlugSchema });

export const agreementInput = inWorkspace.extend({
  /** Lane that is compared; by default the first one of segments. */
  lane: text(64).optional(),
  /** Boundaries this near count as one, seconds. */
  toleranceS: z.number().min(0.01).max(10).default(TOLERANCE_S_DEFAULT),
});

const ratio = z.number().nullable();
/** Of one lane, over some frames: null where there is nothing to compare. */
export const agreementFiguresSchema = z.object({
  frames: z.number().int(),
  /** Share of frames with the same label. */
  accuracy: ratio,
  kappa: ratio,
  boundaryF1: ratio,
  /** Mean distance of boundaries that match, seconds. */
  boundaryOffsetS: ratio,
  segmentF1: ratio,
});
export type AgreementFigures = z.infer<typeof agreementFiguresSchema>;

export const classAgreementSchema = z.object({
  label: z.string(),
  frames: z.tuple([z.number().int(), z.number().int()]),
  iou: z.number(),
  kappa: ratio,
});

/** One of the two that are compared; nobody: the reference. */
export const raterSchema = personSchema.nullable();
const spanSchema = z.object({ label: z.string(), start: z.number(), end: z.number() });
export type LaneSpan = z.infer<typeof spanSchema>;

export const pairAgreementSchema = agreementFiguresSchema.extend({
  a: raterSchema,
  b: raterSchema,
  episodes: z.number().int(),
  classes: z.array(classAgreementSchema),
});
export type PairAgreement = z.infer<typeof pairAgreementSchema>;

export const episodeAgreementSchema = agreementFiguresSchema.extend({
  sessionId: z.string(),
  episodeIndex: z.number().int().nullable(),
  datasetName: z.string().nullable(),
  durationS: z.number(),
  a: raterSchema,
  b: raterSchema,
  spans: z.tuple([z.array(spanSchema), z.array(spanSchema)]),
});
export type EpisodeAgreement = z.infer<typeof episodeAgreementSchema>;

export const agreementOutput = z.object({
  lane: z.string(),
  lanes: z.array(z.object({ id: z.string(), name: z.string() })),
  classes: z.array(z.object({ id: z.string(), name: z.string(), colour: z.number().int() })),
  toleranceS: z.number(),
  pairs: z.array(pairAgreementSchema),
  /** Those that agree least, first. */
  worst: z.array(episodeAgreementSchema),
  /** Episodes that were compared, and how many there are: the newest come first. */
  compared: z.number().int(),
  total: z.number().int(),
});

export const adoptInput = inWorkspace.extend({
  sessionId: sessionIdSchema,
  userId: text(64).min(1),
  lane: text(64).min(1),
});
export const adoptOutput = z.object({ adopted: z.number().int(), removed: z.number().int() });

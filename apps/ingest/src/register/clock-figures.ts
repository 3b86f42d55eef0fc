import type { LiveClockFigures } from "@retake/core/live-figures";
import { z } from "zod";

const clockSchema = z.object({
  offsetMs: z.number().nullable(),
  skewPpm: z.number().nullable(),
  jumps: z.array(z.object({ atServer: z.number(), by: z.number() })),
  jumpsTotal: z.number().int(),
  oddTimes: z.number().int(),
  notFinite: z.number().int().optional(),
});

/** Clock figures out of a row's JSON; null when there are none, or none of ours. */
export function readClockFigures(json: unknown): LiveClockFigures | null {
  return clockSchema.safeParse(json).data ?? null;
}

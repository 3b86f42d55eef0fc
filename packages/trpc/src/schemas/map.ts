import { sessionIdSchema } from "@retake/core/ids";
import { z } from "zod";
import { MAP_KINDS } from "../map/map-data.ts";
import { episodeRowSchema, workspaceSlugSchema } from "./episodes.ts";

export const mapKindSchema = z.enum(MAP_KINDS);

/** As many as a list shows at once; so many names also fit an address. */
export const MAP_DETAILS_MAX = 64;

export const mapDetailsInput = z.object({
  workspace: workspaceSlugSchema,
  sessionIds: z.array(sessionIdSchema).min(1).max(MAP_DETAILS_MAX),
});
/** Those that are there, in the order asked for. */
export const mapDetailsOutput = z.object({
  episodes: z.array(episodeRowSchema.extend({ summary: z.string().nullable() })),
});
export type MapDetail = z.infer<typeof mapDetailsOutput>["episodes"][number];

export const mapNeighboursInput = z.object({
  workspace: workspaceSlugSchema,
  kind: mapKindSchema,
  sessionId: sessionIdSchema,
});
/** Nearest first; `similarity` from 0 to 1. */
export const mapNeighboursOutput = z.object({
  neighbours: z.array(z.object({ sessionId: z.string(), similarity: z.number() })),
});

export const mapWatchInput = z.object({ workspace: workspaceSlugSchema });

/** How the maps of a workspace stand. */
export interface MapState {
  /** Another one when any map may have changed: ask for its bytes again. */
  version: string;
  /** Episodes there are; those that record or wait to be indexed have no place yet. */
  episodes: number;
  indexing: {
    state: "idle" | "running" | "failed";
    stage: string;
    done: number;
    total: number;
    problem: string | null;
  };
}

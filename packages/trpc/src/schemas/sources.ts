import { z } from "zod";
import { workspaceSlugSchema } from "./episodes.ts";
import { text } from "./text.ts";

/** `idle`: switched off. `connecting`: no episode yet. `failed`: not connected; it is tried again. */
export const sourceStateSchema = z.enum(["idle", "connecting", "recording", "failed"]);

/** A Foxglove server that is recorded. */
export const pullSourceSchema = z.object({
  id: z.string(),
  name: z.string(),
  url: z.string(),
  robotType: z.string().nullable(),
  task: z.string().nullable(),
  enabled: z.boolean(),
  state: sourceStateSchema,
  /** What it does, or why it does not: a sentence, then a line for each channel that is left out. */
  problem: z.string().nullable(),
  /** The episode that is recorded now. */
  sessionId: z.string().nullable(),
  updatedAt: z.string(),
});
export type SourceView = z.infer<typeof pullSourceSchema>;

const robotSchema = z.object({
  id: z.string(),
  name: z.string(),
  robotType: z.string().nullable(),
  firstSeenAt: z.string(),
  lastSeenAt: z.string(),
  episodes: z.number().int(),
  /** Whether it records now. */
  isConnected: z.boolean(),
});
export type RobotView = z.infer<typeof robotSchema>;

export const sourceListOutput = z.object({
  sources: z.array(pullSourceSchema),
  robots: z.array(robotSchema),
});

const address = text(1_024).trim();
export const sourceCheckInput = z.object({ workspace: workspaceSlugSchema, url: address });
/** `problem` is null for an address that may be connected to. */
export const sourceCheckOutput = z.object({ url: z.string().nullable(), problem: z.string().nullable() });

export const sourceAddInput = z.object({
  workspace: workspaceSlugSchema,
  url: address.min(1),
  name: text(80).trim().min(1),
  robotType: text(80).trim().min(1).optional(),
  task: text(500).trim().min(1).optional(),
});
export const sourceRefInput = z.object({ workspace: workspaceSlugSchema, id: text(64) });
export const sourceEnableInput = sourceRefInput.extend({ enabled: z.boolean() });
/** Names the episode that is meant, so that a late press does not end the next one. */
export const sourceCutInput = sourceRefInput.extend({ sessionId: text(128) });

import { z } from "zod";

const LANES_MAX = 16;
const CLASSES_MAX = 128;
/** Colours of the palette that list, timeline, map and export share. */
const COLOURS = 10;

const idSchema = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,47}$/, "lower case letters, digits, - and _");
const nameSchema = z.string().trim().min(1).max(64);

const laneSchema = z.object({
  id: idSchema,
  name: nameSchema,
  kind: z.enum(["segments", "instants"]),
  /** No two of its segments overlap. */
  exclusive: z.boolean(),
  /** Meant to cover the whole episode: touching neighbours stay together when an edge moves. Only exclusive lanes can. */
  gapFree: z.boolean(),
});

const classSchema = z.object({
  id: idSchema,
  name: nameSchema,
  lane: idSchema,
  /** Index into the palette. */
  colour: z
    .number()
    .int()
    .min(0)
    .max(COLOURS - 1),
  hotkey: z.enum(["1", "2", "3", "4", "5", "6", "7", "8", "9"]).nullable(),
});

/** The classes and lanes of a workspace. Ids never change their meaning: renaming changes the name only. */
export const labelSchemaSchema = z
  .object({
    lanes: z.array(laneSchema).min(1).max(LANES_MAX),
    classes: z.array(classSchema).max(CLASSES_MAX),
  })
  .superRefine(({ lanes, classes }, ctx) => {
    const complain = (path: (string | number)[], message: string): void =>
      ctx.addIssue({ code: "custom", path, message });
    const laneIds = new Set(lanes.map((lane) => lane.id));
    if (laneIds.size < lanes.length) complain(["lanes"], "Two lanes have the same id.");
    for (const [i, lane] of lanes.entries()) {
      if (lane.gapFree && !lane.exclusive)
        complain(["lanes", i, "gapFree"], "Only an exclusive lane can be.");
      if (lane.exclusive && lane.kind === "instants")
        complain(["lanes", i, "exclusive"], "Instants cannot overlap.");
    }
    const seen = new Set<string>();
    const keys = new Set<string>();
    for (const [i, { id, lane, hotkey }] of classes.entries()) {
      if (seen.has(id)) complain(["classes", i, "id"], "Another class has this id.");
      if (!laneIds.has(lane)) complain(["classes", i, "lane"], "There is no such lane.");
      const key = `${lane} ${hotkey}`;
      if (hotkey !== null && keys.has(key))
        complain(["classes", i, "hotkey"], "Another class of this lane has this key.");
      seen.add(id);
      keys.add(key);
    }
  });

export type LabelSchema = z.infer<typeof labelSchemaSchema>;
export type Lane = LabelSchema["lanes"][number];
export type LabelClass = LabelSchema["classes"][number];

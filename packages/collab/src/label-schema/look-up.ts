import type { LabelClass, LabelSchema, Lane } from "./label-schema.ts";

export function laneOf(schema: LabelSchema, id: string): Lane | null {
  return schema.lanes.find((lane) => lane.id === id) ?? null;
}

/** A class that was deleted since is null: its labels keep their id as their name. */
export function classOf(schema: LabelSchema, id: string): LabelClass | null {
  return schema.classes.find((one) => one.id === id) ?? null;
}

export function classesOf(schema: LabelSchema, lane: string): LabelClass[] {
  return schema.classes.filter((one) => one.lane === lane);
}

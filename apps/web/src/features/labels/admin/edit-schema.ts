import { plainLetters } from "@retake/core/plain-letters";
import type { LabelClass, LabelSchema, Lane } from "@retake/collab/label-schema";

/** An id for a name: what labels are stored under. It never changes afterwards. */
export function idFor(name: string, taken: readonly string[]): string {
  const plain = plainLetters(name)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "_")
    .replaceAll(/^_+|_+$/g, "")
    .slice(0, 40);
  const base = plain === "" ? "class" : plain;
  let id = base;
  for (let n = 2; taken.includes(id); n++) id = `${base}_${n}`;
  return id;
}

export function withLane(schema: LabelSchema, id: string, change: Partial<Lane>): LabelSchema {
  return { ...schema, lanes: schema.lanes.map((lane) => (lane.id === id ? { ...lane, ...change } : lane)) };
}

/** The lane goes with its classes; labels made in them stay in their episodes. */
export function withoutLane(schema: LabelSchema, id: string): LabelSchema {
  return {
    lanes: schema.lanes.filter((lane) => lane.id !== id),
    classes: schema.classes.filter(({ lane }) => lane !== id),
  };
}

export function withNewLane(schema: LabelSchema, name: string): LabelSchema {
  const id = idFor(
    name,
    schema.lanes.map((lane) => lane.id),
  );
  return {
    ...schema,
    lanes: [...schema.lanes, { id, name, kind: "segments", exclusive: false, gapFree: false }],
  };
}

export function withClass(schema: LabelSchema, id: string, change: Partial<LabelClass>): LabelSchema {
  const old = schema.classes.find((one) => one.id === id);
  // A key that another class of the lane has moves over.
  const frees = (one: LabelClass): LabelClass =>
    change.hotkey !== undefined &&
    change.hotkey !== null &&
    one.lane === old?.lane &&
    one.hotkey === change.hotkey
      ? { ...one, hotkey: null }
      : one;
  return {
    ...schema,
    classes: schema.classes.map((one) => (one.id === id ? { ...one, ...change } : frees(one))),
  };
}

export function withoutClass(schema: LabelSchema, id: string): LabelSchema {
  return { ...schema, classes: schema.classes.filter((one) => one.id !== id) };
}

/** With the first free key and the least used colour of its lane. */
export function withNewClass(schema: LabelSchema, lane: string, name: string): LabelSchema {
  const mine = schema.classes.filter((one) => one.lane === lane);
  const hotkey = HOTKEYS.find((key) => mine.every((one) => one.hotkey !== key)) ?? null;
  const uses = Array.from({ length: 10 }, (_, colour) => mine.filter((one) => one.colour === colour).length);
  const colour = uses.indexOf(Math.min(...uses));
  const id = idFor(
    name,
    schema.classes.map((one) => one.id),
  );
  return { ...schema, classes: [...schema.classes, { id, name, lane, colour, hotkey }] };
}

export const HOTKEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9"] as const;

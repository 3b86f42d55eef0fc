import type { LabelSchema } from "./label-schema.ts";

/** What a new workspace begins with: the phases of a pick and place, which most demonstrations are made of. */
export const DEFAULT_LABEL_SCHEMA: LabelSchema = {
  lanes: [
    { id: "subtask", name: "Subtask", kind: "segments", exclusive: true, gapFree: true },
    { id: "quality", name: "Quality", kind: "segments", exclusive: false, gapFree: false },
    { id: "events", name: "Events", kind: "instants", exclusive: false, gapFree: false },
  ],
  classes: [
    { id: "reach", name: "Reach", lane: "subtask", colour: 0, hotkey: "1" },
    { id: "grasp", name: "Grasp", lane: "subtask", colour: 1, hotkey: "2" },
    { id: "lift", name: "Lift", lane: "subtask", colour: 2, hotkey: "3" },
    { id: "move", name: "Move", lane: "subtask", colour: 3, hotkey: "4" },
    { id: "place", name: "Place", lane: "subtask", colour: 4, hotkey: "5" },
    { id: "retract", name: "Retract", lane: "subtask", colour: 5, hotkey: "6" },
    { id: "idle", name: "Idle", lane: "subtask", colour: 9, hotkey: "7" },
    { id: "mistake", name: "Mistake", lane: "quality", colour: 6, hotkey: "1" },
    { id: "recovery", name: "Recovery", lane: "quality", colour: 7, hotkey: "2" },
    { id: "hesitation", name: "Hesitation", lane: "quality", colour: 8, hotkey: "3" },
    { id: "contact", name: "Contact", lane: "events", colour: 2, hotkey: "1" },
    { id: "slip", name: "Slip", lane: "events", colour: 6, hotkey: "2" },
    { id: "drop", name: "Drop", lane: "events", colour: 7, hotkey: "3" },
  ],
};

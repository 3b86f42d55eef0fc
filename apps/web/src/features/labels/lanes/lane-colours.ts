import { classOf, type LabelSchema } from "@retake/collab/label-schema";
import { categorical } from "../../../ui/palette.ts";

export interface ClassLook {
  name: string;
  colour: string;
}

/** A class that the schema no longer has keeps its id as name, in grey. */
export function lookOf(schema: LabelSchema, label: string): ClassLook {
  const found = classOf(schema, label);
  return found === null
    ? { name: label, colour: "#999999" }
    : { name: found.name, colour: categorical(found.colour) };
}

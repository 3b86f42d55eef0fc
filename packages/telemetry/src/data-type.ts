import type { SampleType } from "./types.ts";

/** A topic's `data_type` in REST and in the robot protocol. */
export function dataTypeOf(type: SampleType): string {
  return type === "string" || type === "image" ? type : `${type}[]`;
}

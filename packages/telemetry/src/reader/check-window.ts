import { AppError } from "@retake/core/errors";
import type { TimeWindow } from "../types.ts";

/** An absent end is open. @throws AppError `bad_request` */
export function checkWindow({ from = -Infinity, to = Infinity }: TimeWindow): { from: number; to: number } {
  if (Number.isNaN(from) || Number.isNaN(to))
    throw new AppError("bad_request", "A time window needs numbers.");
  return { from, to };
}

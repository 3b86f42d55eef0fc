import { z } from "zod";

/** Text that Postgres can hold: all but NUL. */
export function text(max: number) {
  return z
    .string()
    .max(max)
    .refine((value) => !value.includes("\0"), "must not hold NUL characters");
}

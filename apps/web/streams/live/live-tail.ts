import type { LiveTail } from "@retake/trpc/context";

/** A log that nobody writes: a house whose robots record elsewhere. */
export const NO_TAIL: LiveTail = {
  refresh: () => Promise.resolve(),
  session: () => null,
  onAdvance: () => () => undefined,
};

import { findWiggle } from "../../search/find-wiggle.ts";
import { wiggleInput, wiggleOutput } from "../../schemas/search.ts";
import { workspaceProcedure } from "../../trpc.ts";

/** Where a stretch of a signal occurs elsewhere. */
export const wiggle = workspaceProcedure("search.read")
  .input(wiggleInput)
  .output(wiggleOutput)
  .query(({ ctx, input }) => findWiggle(ctx, ctx.workspace, input));

import { watchLive } from "../../live/watch-live.ts";
import { liveListInput } from "../../schemas/live.ts";
import { workspaceProcedure } from "../../trpc.ts";

/** The Live page: all recordings of now, then what changes, at most once a second. Its output type is the generator's. */
export const watch = workspaceProcedure("live.read")
  .input(liveListInput)
  .subscription(({ ctx, signal }) => watchLive(ctx, ctx.workspace, signal ?? new AbortController().signal));

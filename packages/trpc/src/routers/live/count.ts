import { countLive } from "../../live/count-live.ts";
import { liveListInput } from "../../schemas/live.ts";
import { workspaceProcedure } from "../../trpc.ts";

/** How many robots record, for the frame around every screen; tells when that changes. Its output type is the generator's. */
export const count = workspaceProcedure("live.read")
  .input(liveListInput)
  .subscription(({ ctx, signal }) => countLive(ctx, ctx.workspace, signal ?? new AbortController().signal));

import { watchMap } from "../../map/watch-map.ts";
import { mapWatchInput } from "../../schemas/map.ts";
import { workspaceProcedure } from "../../trpc.ts";

/** How the maps stand, then each change, at most every two seconds. Its output type is the generator's: a stream has no end to check. */
export const watch = workspaceProcedure("map.read")
  .input(mapWatchInput)
  .subscription(({ ctx, signal }) => watchMap(ctx, ctx.workspace, signal ?? new AbortController().signal));

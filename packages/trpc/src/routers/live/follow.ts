import { followRecording } from "../../live/follow-recording.ts";
import { followInput } from "../../schemas/live.ts";
import { workspaceProcedure } from "../../trpc.ts";

/** Wake-ups of one recording, until it is stored. Its output type is the generator's. */
export const follow = workspaceProcedure("live.read")
  .input(followInput)
  .subscription(({ ctx, input, signal }) =>
    followRecording(ctx, ctx.workspace, input.sessionId, signal ?? new AbortController().signal),
  );

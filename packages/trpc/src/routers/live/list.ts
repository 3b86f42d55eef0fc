import { listLive } from "../../live/list-live.ts";
import { liveListInput, liveListOutput } from "../../schemas/live.ts";
import { workspaceProcedure } from "../../trpc.ts";

export const list = workspaceProcedure("live.read")
  .input(liveListInput)
  .output(liveListOutput)
  .query(async ({ ctx }) => ({ ...(await listLive(ctx, ctx.workspace)), ingestPort: ctx.ingestPort }));

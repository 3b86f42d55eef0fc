import { loadIndexRun } from "../../indexing/load-index-status.ts";
import { watchAnswer } from "../../streams/watch-answer.ts";
import { workspaceProcedure } from "../../trpc.ts";

/** How far indexing is, now and whenever that has moved. Its output type is the generator's. */
export const watch = workspaceProcedure("index.read").subscription(({ ctx, signal }) =>
  watchAnswer({
    services: ctx,
    channel: "index",
    workspace: ctx.workspace,
    signal: signal ?? new AbortController().signal,
    load: () => loadIndexRun(ctx, ctx.workspace),
  }),
);

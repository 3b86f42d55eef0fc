import { getLabelSchema } from "../../labels/label-schemas.ts";
import { watchAnswer } from "../../streams/watch-answer.ts";
import { workspaceProcedure } from "../../trpc.ts";

/** The schema now, and again whenever somebody changes it. */
export const watchSchema = workspaceProcedure("label.read").subscription(({ ctx, signal }) =>
  watchAnswer({
    services: ctx,
    channel: "labels",
    workspace: ctx.workspace,
    signal: signal ?? new AbortController().signal,
    load: () => getLabelSchema(ctx, ctx.workspace),
  }),
);

import { watchImports } from "../../imports/watch-imports.ts";
import { importWatchInput } from "../../schemas/imports.ts";
import { workspaceProcedure } from "../../trpc.ts";

/** Every job of the workspace, then each change of one. Its output type is the generator's: a stream has no end to check. */
export const watch = workspaceProcedure("import.read")
  .input(importWatchInput)
  .subscription(({ ctx, signal }) =>
    watchImports(ctx, ctx.workspace, signal ?? new AbortController().signal),
  );

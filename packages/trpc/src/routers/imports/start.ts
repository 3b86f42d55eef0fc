import { startImport } from "../../imports/start-import.ts";
import { importJobSchema, importStartInput } from "../../schemas/imports.ts";
import { workspaceProcedure } from "../../trpc.ts";

export const start = workspaceProcedure("import.manage")
  .input(importStartInput)
  .output(importJobSchema)
  .mutation(({ ctx, input }) =>
    startImport(ctx, ctx.workspace, ctx.actor.kind === "user" ? ctx.actor.userId : null, input),
  );

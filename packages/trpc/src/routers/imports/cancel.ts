import { cancelImport } from "../../imports/cancel-import.ts";
import { importJobSchema, importRefInput } from "../../schemas/imports.ts";
import { workspaceProcedure } from "../../trpc.ts";

export const cancel = workspaceProcedure("import.manage")
  .input(importRefInput)
  .output(importJobSchema)
  .mutation(({ ctx, input }) => cancelImport(ctx, ctx.workspace, input.id));

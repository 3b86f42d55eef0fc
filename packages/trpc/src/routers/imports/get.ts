import { getImport } from "../../imports/load-imports.ts";
import { importJobSchema, importRefInput } from "../../schemas/imports.ts";
import { workspaceProcedure } from "../../trpc.ts";

export const get = workspaceProcedure("import.read")
  .input(importRefInput)
  .output(importJobSchema)
  .query(({ ctx, input }) => getImport(ctx, ctx.workspace, input.id));

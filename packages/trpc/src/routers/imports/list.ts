import { listImports } from "../../imports/load-imports.ts";
import { importListInput, importListOutput } from "../../schemas/imports.ts";
import { workspaceProcedure } from "../../trpc.ts";

export const list = workspaceProcedure("import.read")
  .input(importListInput)
  .output(importListOutput)
  .query(async ({ ctx, input }) => ({ imports: await listImports(ctx, ctx.workspace, input.limit) }));

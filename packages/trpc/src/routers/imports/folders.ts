import { folderListInput, folderListOutput } from "../../schemas/imports.ts";
import { workspaceProcedure } from "../../trpc.ts";

/** Folders of the server an import may start from. */
export const folders = workspaceProcedure("import.browse")
  .input(folderListInput)
  .output(folderListOutput)
  .query(({ ctx, input }) => ctx.sources.folders(input.path ?? null));

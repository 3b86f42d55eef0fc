import { importInspectInput, inspectionSchema } from "../../schemas/imports.ts";
import { workspaceProcedure } from "../../trpc.ts";

/** What a dataset holds, before anything is written. */
export const inspect = workspaceProcedure("import.manage")
  .input(importInspectInput)
  .output(inspectionSchema)
  .query(({ ctx, input }) =>
    ctx.sources.inspect({
      dataset: input.dataset,
      ...(input.revision === undefined ? {} : { revision: input.revision }),
    }),
  );

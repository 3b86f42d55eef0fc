import { getLabelSchema } from "../../labels/label-schemas.ts";
import { labelSchemaOutput } from "../../schemas/labels.ts";
import { workspaceProcedure } from "../../trpc.ts";

export const getSchema = workspaceProcedure("label.read")
  .output(labelSchemaOutput)
  .query(({ ctx }) => getLabelSchema(ctx, ctx.workspace));

import { asPerson } from "../../actor.ts";
import { setLabelSchema } from "../../labels/label-schemas.ts";
import { labelSchemaOutput, labelSchemaSetInput } from "../../schemas/labels.ts";
import { workspaceProcedure } from "../../trpc.ts";

export const setSchema = workspaceProcedure("label.keep")
  .input(labelSchemaSetInput)
  .output(labelSchemaOutput)
  .mutation(({ ctx, input }) => setLabelSchema(ctx, ctx.workspace, asPerson(ctx.actor), input));

import { similarForScreen } from "../../search/find-similar.ts";
import { similarInput, similarOutput } from "../../schemas/search.ts";
import { workspaceProcedure } from "../../trpc.ts";

export const similar = workspaceProcedure("search.read")
  .input(similarInput)
  .output(similarOutput)
  .query(({ ctx, input }) => similarForScreen(ctx, ctx.workspace, input));

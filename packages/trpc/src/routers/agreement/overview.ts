import { asPerson } from "../../actor.ts";
import { loadAgreement } from "../../agreement/load-agreement.ts";
import { agreementInput, agreementOutput } from "../../schemas/agreement.ts";
import { workspaceProcedure } from "../../trpc.ts";

export const overview = workspaceProcedure("agreement.read")
  .input(agreementInput)
  .output(agreementOutput)
  .query(({ ctx, input }) => loadAgreement(ctx, ctx.workspace, asPerson(ctx.actor), input));

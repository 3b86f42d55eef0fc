import { listMembers } from "../../people/members.ts";
import { memberListOutput } from "../../schemas/people.ts";
import { workspaceProcedure } from "../../trpc.ts";

export const list = workspaceProcedure("member.read")
  .output(memberListOutput)
  .query(async ({ ctx }) => ({ members: await listMembers(ctx, ctx.workspace) }));

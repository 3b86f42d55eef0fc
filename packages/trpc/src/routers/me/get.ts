import { notFound } from "@retake/core/errors";
import { meOutput } from "../../schemas/people.ts";
import { signedInProcedure } from "../../trpc.ts";

export const get = signedInProcedure.output(meOutput).query(async ({ ctx }) => {
  const user = await ctx.db.prisma.user.findUnique({ where: { id: ctx.actor.userId } });
  if (user === null) throw notFound("Your account");
  return {
    user: { id: user.id, name: user.name, email: user.email },
    workspaces: ctx.actor.workspaces.map(({ slug, name, role }) => ({ slug, name, role })),
  };
});

import { asPerson } from "../../actor.ts";
import { assignmentsOfEpisodes } from "../../assignments/assignments-of-episodes.ts";
import { assignmentsOfEpisodesInput, assignmentsOfEpisodesOutput } from "../../schemas/assignments.ts";
import { workspaceProcedure } from "../../trpc.ts";

export const ofEpisodes = workspaceProcedure("assignment.read")
  .input(assignmentsOfEpisodesInput)
  .output(assignmentsOfEpisodesOutput)
  .query(({ ctx, input }) =>
    assignmentsOfEpisodes(ctx, ctx.workspace, asPerson(ctx.actor), input.sessionIds),
  );

import { asPerson } from "../../actor.ts";
import { assignmentOfEpisode } from "../../assignments/assignment-of-episode.ts";
import { assignmentOfEpisodeInput, assignmentOfEpisodeOutput } from "../../schemas/assignments.ts";
import { workspaceProcedure } from "../../trpc.ts";

export const ofEpisode = workspaceProcedure("assignment.read")
  .input(assignmentOfEpisodeInput)
  .output(assignmentOfEpisodeOutput)
  .query(({ ctx, input }) => assignmentOfEpisode(ctx, ctx.workspace, asPerson(ctx.actor), input.sessionId));

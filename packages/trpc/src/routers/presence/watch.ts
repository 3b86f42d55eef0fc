import { watchPeople } from "../../presence/watch-people.ts";
import { watchPeopleInput } from "../../schemas/presence.ts";
import { workspaceProcedure } from "../../trpc.ts";

/** Who has which episodes open or selected. Its output type is the generator's. */
export const watch = workspaceProcedure("presence.join")
  .input(watchPeopleInput)
  .subscription(({ ctx, signal }) => watchPeople(ctx, ctx.workspace, signal ?? new AbortController().signal));

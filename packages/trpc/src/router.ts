import type { inferRouterInputs, inferRouterOutputs } from "@trpc/server";
import { datasetsRouter } from "./routers/datasets/index.ts";
import { episodesRouter } from "./routers/episodes/index.ts";
import { importsRouter } from "./routers/imports/index.ts";
import { invitationsRouter } from "./routers/invitations/index.ts";
import { liveRouter } from "./routers/live/index.ts";
import { meRouter } from "./routers/me/index.ts";
import { membersRouter } from "./routers/members/index.ts";
import { sourcesRouter } from "./routers/sources/index.ts";
import { tokensRouter } from "./routers/tokens/index.ts";
import { router } from "./trpc.ts";

/** Everything a screen can ask. Browsers import its type only. */
export const appRouter = router({
  datasets: datasetsRouter,
  episodes: episodesRouter,
  imports: importsRouter,
  invitations: invitationsRouter,
  live: liveRouter,
  me: meRouter,
  members: membersRouter,
  sources: sourcesRouter,
  tokens: tokensRouter,
});

export type AppRouter = typeof appRouter;
export type RouterInputs = inferRouterInputs<AppRouter>;
export type RouterOutputs = inferRouterOutputs<AppRouter>;

import type { inferRouterInputs, inferRouterOutputs } from "@trpc/server";
import { activityRouter } from "./routers/activity/index.ts";
import { agreementRouter } from "./routers/agreement/index.ts";
import { aiRouter } from "./routers/ai/index.ts";
import { assignmentsRouter } from "./routers/assignments/index.ts";
import { datasetsRouter } from "./routers/datasets/index.ts";
import { episodesRouter } from "./routers/episodes/index.ts";
import { importsRouter } from "./routers/imports/index.ts";
import { inboxRouter } from "./routers/inbox/index.ts";
import { indexRouter } from "./routers/index/index.ts";
import { invitationsRouter } from "./routers/invitations/index.ts";
import { labelsRouter } from "./routers/labels/index.ts";
import { liveRouter } from "./routers/live/index.ts";
import { mapRouter } from "./routers/map/index.ts";
import { meRouter } from "./routers/me/index.ts";
import { membersRouter } from "./routers/members/index.ts";
import { presenceRouter } from "./routers/presence/index.ts";
import { reviewRouter } from "./routers/review/index.ts";
import { searchRouter } from "./routers/search/index.ts";
import { sourcesRouter } from "./routers/sources/index.ts";
import { tokensRouter } from "./routers/tokens/index.ts";
import { router } from "./trpc.ts";

/** Everything a screen can ask. Browsers import its type only. */
export const appRouter = router({
  activity: activityRouter,
  agreement: agreementRouter,
  ai: aiRouter,
  assignments: assignmentsRouter,
  datasets: datasetsRouter,
  episodes: episodesRouter,
  imports: importsRouter,
  inbox: inboxRouter,
  index: indexRouter,
  invitations: invitationsRouter,
  labels: labelsRouter,
  live: liveRouter,
  map: mapRouter,
  me: meRouter,
  members: membersRouter,
  presence: presenceRouter,
  review: reviewRouter,
  search: searchRouter,
  sources: sourcesRouter,
  tokens: tokensRouter,
});

export type AppRouter = typeof appRouter;
export type RouterInputs = inferRouterInputs<AppRouter>;
export type RouterOutputs = inferRouterOutputs<AppRouter>;

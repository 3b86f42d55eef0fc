import { z } from "zod";
import type { WorkspaceAccess } from "../../actor.ts";
import type { Context } from "../../context.ts";
import { getEpisode } from "../../episodes/get-episode.ts";
import { listEpisodes } from "../../episodes/list-episodes.ts";
import { updateEpisode } from "../../episodes/update-episodes.ts";
import { sessionListBytes, sessionText, sessionTopicsText } from "../../presenters/session.ts";
import { episodePatchSchema } from "../../schemas/episodes.ts";
import {
  sessionListOutput,
  sessionListQuery,
  sessionSchema,
  sessionTopicSchema,
} from "../../schemas/sessions.ts";
import { jsonAnswer } from "../json-answer.ts";
import { defineRoute, type RestAnswer } from "../route.ts";

/** Any text: what names no episode is not found, rather than bad. */
export const sessionParams = z.object({ id: z.string().describe("`session_id`") });

export const listSessionsRoute = defineRoute({
  method: "GET",
  path: "/sessions",
  operationId: "listSessions",
  summary: "List episodes",
  description:
    "`q`: words, each found in task, dataset, robot, id, tags or labels. `dataset`: name or slug. `label`: a tag, or the class of a label on the timeline. `from`, `to`: when it was added, inclusive.",
  verb: "episode.read",
  query: sessionListQuery,
  responses: { 200: { description: "One page, and how many match in all.", schema: sessionListOutput } },
  handle: async ({ ctx, workspace, query }) =>
    jsonAnswer(sessionListBytes(await listEpisodes(ctx, workspace, query))),
});

export const getSessionRoute = defineRoute({
  method: "GET",
  path: "/sessions/{id}",
  operationId: "getSession",
  summary: "One episode",
  verb: "episode.read",
  params: sessionParams,
  responses: { 200: { description: "The episode.", schema: sessionSchema } },
  handle({ ctx, workspace, params }) {
    const ready = ctx.catalogue.sessionJson(workspace.id, params.id);
    return ready === null ? askedSession(ctx, workspace, params.id) : jsonAnswer(ready);
  },
});

async function askedSession(ctx: Context, workspace: WorkspaceAccess, id: string): Promise<RestAnswer> {
  return jsonAnswer(sessionText(await getEpisode(ctx, workspace, id)));
}

export const updateSessionRoute = defineRoute({
  method: "PATCH",
  path: "/sessions/{id}",
  operationId: "updateSession",
  summary: "Set outcome, task or tags",
  description: "What is absent stays; `tags` replaces them all; `outcome: null` clears it.",
  verb: "episode.update",
  params: sessionParams,
  body: episodePatchSchema,
  responses: { 200: { description: "The episode as it is now.", schema: sessionSchema } },
  async handle({ ctx, workspace, params, body }) {
    await updateEpisode(ctx, workspace, params.id, body);
    return askedSession(ctx, workspace, params.id);
  },
});

export const listTopicsRoute = defineRoute({
  method: "GET",
  path: "/sessions/{id}/topics",
  operationId: "listTopics",
  summary: "Topics of an episode",
  verb: "episode.read",
  params: sessionParams,
  responses: { 200: { description: "Its topics, in order.", schema: z.array(sessionTopicSchema) } },
  handle: async ({ ctx, workspace, params }) =>
    jsonAnswer(sessionTopicsText(await getEpisode(ctx, workspace, params.id))),
});

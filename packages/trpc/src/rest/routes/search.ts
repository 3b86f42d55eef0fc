import { LIMITS } from "@retake/core/limits";
import { z } from "zod";
import { session } from "../../presenters/session.ts";
import { restHitsSchema, similarityGraphSchema } from "../../schemas/sessions.ts";
import { searchTextSchema } from "../../schemas/search.ts";
import { findSimilar } from "../../search/find-similar.ts";
import { layerUserOf } from "../../search/layer-user-of.ts";
import { searchRecords } from "../../search/search-records.ts";
import { jsonAnswer } from "../json-answer.ts";
import { defineRoute } from "../route.ts";
import { sessionParams } from "./sessions.ts";

export const searchSessionsRoute = defineRoute({
  method: "POST",
  path: "/sessions/search",
  operationId: "searchSessions",
  summary: "Search episodes",
  description:
    "A question in plain words, such as `failed pick attempts longer than 20 s by so101, highest reward first`: filters and orders in it hold exactly, the rest is matched by words and by meaning. Best first. `X-Confidence` says whether the best answer stands out (`strong`, `weak`, `none`); `X-Degraded` why it was not compared by meaning, where that is so.",
  verb: "search.read",
  body: z.object({
    query: searchTextSchema,
    limit: z.number().int().min(1).max(LIMITS.searchHitsMax).default(10),
    offset: z.number().int().min(0).max(LIMITS.searchDepthMax).default(0),
  }),
  responses: {
    200: {
      description: "Episodes with how well they match, 0..1 within this answer, and why.",
      schema: restHitsSchema,
      headers: {
        "X-Confidence": "`strong`, `weak` or `none`.",
        "X-Degraded": "Why meaning was left out, percent-encoded; absent where it was not.",
      },
    },
  },
  async handle({ ctx, workspace, body }) {
    const reader = layerUserOf(ctx.actor, workspace);
    const { hits, confidence, state } = await searchRecords(ctx, workspace.id, reader, body);
    const headers: Record<string, string> = { "x-confidence": confidence };
    if (state.reason !== null) headers["x-degraded"] = encodeURIComponent(state.reason);
    const found = hits.map(({ record, score, why }) => ({ session: session(record), score, why }));
    return jsonAnswer(found, 200, headers);
  },
});

export const similarSessionsRoute = defineRoute({
  method: "GET",
  path: "/sessions/{id}/similar",
  operationId: "similarSessions",
  summary: "Episodes like one",
  description:
    "By how they move, what is said of them and what is seen in them, together; or by one of these.",
  verb: "search.read",
  params: sessionParams,
  query: z.object({
    limit: z.coerce.number().int().min(1).max(LIMITS.searchHitsMax).default(10),
    by: z.enum(["motion", "text", "visual", "all"]).default("all"),
  }),
  responses: {
    200: { description: "Most alike first; the episode itself is left out.", schema: restHitsSchema },
  },
  async handle({ ctx, workspace, params, query }) {
    const { hits } = await findSimilar(ctx, workspace, { sessionIds: [params.id], ...query });
    return jsonAnswer(hits.map(({ record, score, why }) => ({ session: session(record), score, why })));
  },
});

export const similarityGraphRoute = defineRoute({
  method: "GET",
  path: "/sessions/similarity-graph",
  operationId: "similarityGraph",
  summary: "Who moves like whom",
  description:
    "Every episode, and an edge between two that are among each other's nearest neighbours by motion and alike enough; by their texts where no episode of the workspace moves. `x` and `y` are places on the same map.",
  verb: "search.read",
  responses: { 200: { description: "Nodes and edges.", schema: similarityGraphSchema } },
  handle: async ({ ctx, workspace }) => jsonAnswer(await ctx.search.graphs.get(workspace.id)),
});

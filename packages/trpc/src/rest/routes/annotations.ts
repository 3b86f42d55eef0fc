import { z } from "zod";
import { getEpisode } from "../../episodes/get-episode.ts";
import {
  createAnnotation,
  deleteAnnotation,
  listAnnotations,
  patchAnnotation,
} from "../../labels/annotations.ts";
import { episodeMarks } from "../../live/episode-marks.ts";
import { sessionMark } from "../../presenters/session-mark.ts";
import {
  annotationListOutput,
  annotationPatchSchema,
  annotationSchema,
  newAnnotationSchema,
} from "../../schemas/annotations.ts";
import { jsonAnswer } from "../json-answer.ts";
import { defineRoute } from "../route.ts";
import { sessionParams } from "./sessions.ts";

const annotationParams = sessionParams.extend({ annotation: z.string() });

export const listAnnotationsRoute = defineRoute({
  method: "GET",
  path: "/sessions/{id}/annotations",
  operationId: "listAnnotations",
  summary: "Labels of an episode's timeline, and marks of its robot",
  description:
    "Segments and instants as the team sees them, by time, suggestions and rejected ones included; beside them what was marked at the robot while it recorded.",
  verb: "episode.read",
  params: sessionParams,
  responses: { 200: { description: "All of them.", schema: annotationListOutput } },
  async handle({ ctx, workspace, params }) {
    const [annotations, marks] = await Promise.all([
      listAnnotations(ctx, workspace, params.id),
      getEpisode(ctx, workspace, params.id).then((episode) => episodeMarks(ctx, episode)),
    ]);
    return jsonAnswer({ annotations, marks: marks.map(sessionMark) });
  },
});

export const createAnnotationRoute = defineRoute({
  method: "POST",
  path: "/sessions/{id}/annotations",
  operationId: "createAnnotation",
  summary: "Label a segment or an instant",
  description: "Open browsers show it at once. In an exclusive lane what lay there makes room.",
  verb: "episode.update",
  params: sessionParams,
  body: newAnnotationSchema,
  responses: { 201: { description: "The label.", schema: annotationSchema } },
  handle: async ({ ctx, workspace, params, body }) =>
    jsonAnswer(await createAnnotation(ctx, workspace, params.id, body), 201),
});

export const updateAnnotationRoute = defineRoute({
  method: "PATCH",
  path: "/sessions/{id}/annotations/{annotation}",
  operationId: "updateAnnotation",
  summary: "Change a label, or accept or reject a suggestion",
  description: "What is absent stays.",
  verb: "episode.update",
  params: annotationParams,
  body: annotationPatchSchema,
  responses: { 200: { description: "The label as it is now.", schema: annotationSchema } },
  handle: async ({ ctx, workspace, params, body }) =>
    jsonAnswer(await patchAnnotation(ctx, workspace, { sessionId: params.id, id: params.annotation }, body)),
});

export const deleteAnnotationRoute = defineRoute({
  method: "DELETE",
  path: "/sessions/{id}/annotations/{annotation}",
  operationId: "deleteAnnotation",
  summary: "Remove a label",
  verb: "episode.update",
  params: annotationParams,
  responses: { 200: { description: "The label as it was.", schema: annotationSchema } },
  handle: async ({ ctx, workspace, params }) =>
    jsonAnswer(await deleteAnnotation(ctx, workspace, { sessionId: params.id, id: params.annotation })),
});

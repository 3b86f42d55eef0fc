import { z } from "zod";
import { cancelImport } from "../../imports/cancel-import.ts";
import { getImport, listImports } from "../../imports/load-imports.ts";
import { startImport } from "../../imports/start-import.ts";
import { importJobSchema, importListOutput, importRequestSchema } from "../../schemas/imports.ts";
import { jsonAnswer } from "../json-answer.ts";
import { defineRoute } from "../route.ts";

const importParams = z.object({ id: z.string() });

export const startImportRoute = defineRoute({
  method: "POST",
  path: "/imports",
  operationId: "startImport",
  summary: "Import a dataset",
  description:
    "`dataset`: `org/name` on the hub, or a folder of the server. Asking again for one that is still waiting or running answers that job.",
  verb: "import.manage",
  body: importRequestSchema,
  responses: { 202: { description: "The job.", schema: importJobSchema } },
  async handle({ ctx, workspace, body }) {
    const userId = ctx.actor.kind === "user" ? ctx.actor.userId : null;
    const job = await startImport(ctx, workspace, userId, body);
    return jsonAnswer(job, 202, { location: `/api/v1/imports/${encodeURIComponent(job.id)}` });
  },
});

export const listImportsRoute = defineRoute({
  method: "GET",
  path: "/imports",
  operationId: "listImports",
  summary: "Import jobs, newest first",
  verb: "import.read",
  query: z.object({ limit: z.coerce.number().int().min(1).max(200).default(50) }),
  responses: { 200: { description: "The jobs.", schema: importListOutput } },
  handle: async ({ ctx, workspace, query }) =>
    jsonAnswer({ imports: await listImports(ctx, workspace, query.limit) }),
});

export const getImportRoute = defineRoute({
  method: "GET",
  path: "/imports/{id}",
  operationId: "getImport",
  summary: "Progress of an import",
  verb: "import.read",
  params: importParams,
  responses: { 200: { description: "The job.", schema: importJobSchema } },
  handle: async ({ ctx, workspace, params }) => jsonAnswer(await getImport(ctx, workspace, params.id)),
});

export const cancelImportRoute = defineRoute({
  method: "DELETE",
  path: "/imports/{id}",
  operationId: "cancelImport",
  summary: "Cancel an import",
  description: "What was imported before stays. A finished job is not changed.",
  verb: "import.manage",
  params: importParams,
  responses: { 200: { description: "The job as it is now.", schema: importJobSchema } },
  handle: async ({ ctx, workspace, params }) => jsonAnswer(await cancelImport(ctx, workspace, params.id)),
});

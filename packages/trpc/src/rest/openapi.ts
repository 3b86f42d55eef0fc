import { z } from "zod";
import { PERMISSIONS } from "../policies/authorise.ts";
import type { RestResponse, RestRoute } from "./route.ts";

const errorSchema = z
  .object({
    error: z.object({
      code: z.string(),
      message: z.string(),
      issues: z.array(z.object({ path: z.string(), message: z.string() })),
    }),
  })
  .meta({ id: "Error" });

const FAILURES: Record<number, string> = {
  400: "The input is not right; `issues` says where.",
  401: "No or wrong credentials.",
  403: "The role or the token's scopes do not allow it.",
  404: "There is no such thing here.",
  413: "The request is too large.",
  429: "Too many requests; `Retry-After` says when to come back.",
};

type Json = Record<string, unknown>;

/** OpenAPI 3.1 of the routes, made from the very schemas that check them. */
export function openApi(routes: readonly RestRoute[], version: string): Json {
  const components: Json = {};
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const path = `/api/v1${route.path.replaceAll("+}", "}")}`;
    (paths[path] ??= {})[route.method.toLowerCase()] = operation(route, components);
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Retake",
      version,
      description:
        "Episodes of robots: list, read, seek, export, import. Times are seconds from the episode's start. Also reachable below `/api`.",
    },
    security: [{ token: [] }, { login: [] }],
    paths,
    components: {
      schemas: components,
      securitySchemes: {
        token: { type: "http", scheme: "bearer", description: "An API token. It belongs to one workspace." },
        login: {
          type: "apiKey",
          in: "cookie",
          name: "next-auth.session-token",
          description:
            "A signed-in browser (`__Secure-next-auth.session-token` over https). The header `X-Workspace` names the workspace, else the first is meant. Changes need JSON and the same origin.",
        },
      },
    },
  };
}

function operation(route: RestRoute, components: Json): Json {
  const responses: Json = {};
  for (const [status, response] of Object.entries(route.responses)) {
    responses[status] = responseOf(response, components);
  }
  for (const [status, description] of Object.entries(FAILURES)) {
    responses[status] = responseOf({ description, schema: errorSchema }, components);
  }
  const { scope } = PERMISSIONS[route.verb];
  const description = [route.description, scope === null ? undefined : `Token scope: \`${scope}\`.`];
  return {
    operationId: route.operationId,
    summary: route.summary,
    description: description.filter(Boolean).join("\n\n"),
    parameters: [
      ...parameters("path", route.params, components),
      ...parameters("query", route.query, components),
    ],
    ...(route.body === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: { "application/json": { schema: schemaOf(route.body, "input", components) } },
          },
        }),
    responses,
  };
}

function responseOf(response: RestResponse, components: Json): Json {
  const content: Json = {};
  if (response.schema !== undefined) {
    content["application/json"] = { schema: schemaOf(response.schema, "output", components) };
  }
  for (const type of response.mediaTypes ?? []) content[type] = {};
  const headers = Object.fromEntries(
    Object.entries(response.headers ?? {}).map(([name, description]) => [
      name,
      { description, schema: { type: "string" } },
    ]),
  );
  return {
    description: response.description,
    ...(Object.keys(headers).length === 0 ? {} : { headers }),
    ...(Object.keys(content).length === 0 ? {} : { content }),
  };
}

function parameters(place: "path" | "query", schema: z.ZodType | undefined, components: Json): Json[] {
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = schemaOf(schema, "input", components) as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === "path" || required.includes(name),
    schema: property,
  }));
}

/** JSON Schema 2020-12, which OpenAPI 3.1 speaks; named schemas move to the components. */
function schemaOf(schema: z.ZodType, io: "input" | "output", components: Json): Json {
  const {
    $schema: _,
    $defs = {},
    ...own
  } = z.toJSONSchema(schema, { io, unrepresentable: "any" }) as Json & {
    $defs?: Json;
  };
  Object.assign(components, moveReferences($defs));
  const { id } = own;
  if (typeof id !== "string") return moveReferences(own) as Json;
  components[id] = moveReferences(own);
  return { $ref: `#/components/schemas/${id}` };
}

function moveReferences(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(moveReferences);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, one]) => !(key === "id" && typeof one === "string"))
      .map(([key, one]) => [
        key,
        key === "$ref" && typeof one === "string"
          ? one.replace("#/$defs/", "#/components/schemas/")
          : moveReferences(one),
      ]),
  );
}

import { Ajv2020 } from "ajv/dist/2020.js";
import { REST_ROUTES } from "@retake/trpc/rest";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WRIST } from "./fixtures/episodes.ts";
import { startTestFront, type TestFront } from "./fixtures/front.ts";

interface Operation {
  operationId: string;
  parameters: { name: string; in: string; required: boolean; schema: object }[];
  requestBody?: { content: Record<string, { schema: object }> };
  responses: Record<string, { description: string; content?: Record<string, { schema?: object }> }>;
}
interface Document {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, object> };
}

let house: TestFront;
let document: Document;
beforeAll(async () => {
  house = await startTestFront();
  const refused = { code: "messages_refused", message: "2 refused.", key: "schema_mismatch", count: 2 };
  await house.db.prisma.episode.updateMany({
    where: { sessionId: first },
    data: { warnings: [refused, { code: "cut_off", message: "Cut off." }] },
  });
  document = (await (await fetch(`${house.url}/api/v1/openapi.json`)).json()) as Document;
  const label = await fetch(`${house.url}/api/v1/sessions/${first}/annotations`, {
    method: "POST",
    headers: { authorization: `Bearer ${house.lab.tokens.all}`, "content-type": "application/json" },
    body: JSON.stringify({ label: "slip", start_time: 3 }),
  });
  const path = `/sessions/${first}/annotations/${((await label.json()) as { id: string }).id}`;
  requests["updateAnnotation"] = { path, body: { note: "seen" } };
  requests["deleteAnnotation"] = { path };
});
afterAll(() => house.close());

/** Checks a value against a schema of the document, whose references point into the document. */
function faultsOf(schema: object, value: unknown): unknown {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema({ $id: "doc", components: document.components });
  const moved = JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"doc#/components')) as object;
  const validate = ajv.compile(moved);
  return validate(value) ? null : validate.errors;
}

/** A parameter or answer that may hold nothing a schema does not name: so that one left out of the document is seen. */
const closed = (schema: object): object => JSON.parse(JSON.stringify(schema)) as object;

const first = "lab.episode_000000";
const requests: Record<string, { path: string; body?: unknown }> = {
  listSessions: { path: "/sessions?limit=2" },
  getSession: { path: `/sessions/${first}` },
  updateSession: { path: `/sessions/${first}`, body: { tags: ["seen"] } },
  listTopics: { path: `/sessions/${first}/topics` },
  seek: { path: `/sessions/${first}/seek`, body: { start_time: 0, end_time: 1 } },
  searchSessions: { path: "/sessions/search", body: { query: "episodes of lab" } },
  similarSessions: { path: `/sessions/${first}/similar?limit=2` },
  similarityGraph: { path: "/sessions/similarity-graph" },
  exportSession: { path: `/sessions/${first}/export` },
  getImage: { path: `/sessions/${first}/images/${encodeURIComponent(WRIST)}/1` },
  listAnnotations: { path: `/sessions/${first}/annotations` },
  createAnnotation: {
    path: `/sessions/${first}/annotations`,
    body: { label: "grasp", start_time: 1, end_time: 2 },
  },
  startImport: { path: "/imports", body: { dataset: "org/name" } },
  listImports: { path: "/imports" },
};

test("is OpenAPI 3.1, open to all, and describes every route once", () => {
  expect(document.openapi).toBe("3.1.0");
  const described = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const routed = REST_ROUTES.map((route) => `${route.method} /api/v1${route.path.replace("+}", "}")}`);
  expect(described.toSorted()).toEqual(routed.toSorted());
  const ids = Object.values(document.paths).flatMap((methods) =>
    Object.values(methods).map((one) => one.operationId),
  );
  expect(new Set(ids).size).toBe(ids.length);
});

test("every reference has an end, and every part of a path is a parameter", () => {
  for (const [, name] of JSON.stringify(document).matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
    expect(document.components.schemas).toHaveProperty(name ?? "");
  }
  expect(JSON.stringify(document)).not.toContain("$defs");
  for (const [path, methods] of Object.entries(document.paths)) {
    const wanted = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
    for (const operation of Object.values(methods)) {
      expect(operation.parameters.filter((one) => one.in === "path").map((one) => one.name)).toEqual(wanted);
    }
  }
});

describe("real answers fit the document", () => {
  const operations = REST_ROUTES.map((route) => [route.operationId, route] as const);

  test.each(operations)("%s", async (id, route) => {
    const operation = document.paths[`/api/v1${route.path.replace("+}", "}")}`]![route.method.toLowerCase()]!;
    const headers = { authorization: `Bearer ${house.lab.tokens.all}`, "content-type": "application/json" };
    const job = await fetch(`${house.url}/api/v1/imports`, {
      method: "POST",
      body: '{"dataset":"org/name"}',
      headers,
    });
    const request = requests[id] ?? { path: `/imports/${((await job.json()) as { id: string }).id}` };
    const body = request.body === undefined ? {} : { body: JSON.stringify(request.body) };
    if (request.body !== undefined) {
      expect(faultsOf(operation.requestBody!.content["application/json"]!.schema, request.body)).toBeNull();
    }
    const response = await fetch(`${house.url}/api/v1${request.path}`, {
      method: route.method,
      headers,
      ...body,
    });
    const described = operation.responses[String(response.status)];
    expect(described, String(response.status)).toBeDefined();
    const type = response.headers.get("content-type")!.split(";")[0]!;
    expect(Object.keys(described!.content ?? {})).toContain(type);
    const schema = described!.content?.[type]?.schema;
    if (schema === undefined) return;
    const value: unknown = await response.json();
    expect(faultsOf(closed(schema), value)).toBeNull();
    expect(faultsOf(schema, { not: "this" })).not.toBeNull();
  });

  test("a refusal, too", async () => {
    const operation = document.paths["/api/v1/sessions"]!["get"]!;
    const response = await fetch(`${house.url}/api/v1/sessions?limit=0`, {
      headers: { authorization: `Bearer ${house.lab.tokens.all}` },
    });
    const schema = operation.responses["400"]!.content!["application/json"]!.schema!;
    expect(faultsOf(schema, await response.json())).toBeNull();
    expect(faultsOf(schema, { error: "text" })).not.toBeNull();
  });
});

import type { Readable } from "node:stream";
import type { z } from "zod";
import type { WorkspaceAccess } from "../actor.ts";
import type { Context } from "../context.ts";
import type { Verb } from "../policies/authorise.ts";

/** What a handler answers; the front writes it. */
export interface RestAnswer {
  status: number;
  headers: Record<string, string | number>;
  body: string | Uint8Array | Readable | null;
  /** To be called once, when the bytes of `body` have left or never will, not before: their memory is then used again. */
  release?: () => void;
}

/** One call, its input checked and its caller let into the workspace. */
export interface RestCall<Params, Query, Body> {
  ctx: Context;
  workspace: WorkspaceAccess;
  params: Params;
  query: Query;
  body: Body;
  /** The `Accept` header, lower case; empty when absent. */
  accept: string;
}

export interface RestResponse {
  description: string;
  /** Of a JSON answer. */
  schema?: z.ZodType;
  /** Of an answer that is not JSON, or not only. */
  mediaTypes?: readonly string[];
  headers?: Record<string, string>;
}

interface Definition<Params, Query, Body> {
  method: "GET" | "POST" | "PATCH" | "DELETE";
  /** Below `/api/v1`. `{name}` is one segment; `{name+}` one or more, and may stand only before the last. */
  path: string;
  operationId: string;
  summary: string;
  description?: string;
  verb: Verb;
  /** Of the path, for the OpenAPI page: any text is taken, which the matcher has found, so that nothing is left to check. */
  params?: z.ZodType<Params>;
  query?: z.ZodType<Query>;
  body?: z.ZodType<Body>;
  responses: Record<number, RestResponse>;
  handle(call: RestCall<Params, Query, Body>): Promise<RestAnswer> | RestAnswer;
}

/** A route of the REST face: what it takes, answers and does, said once for the server, its checks and its OpenAPI page. */
export type RestRoute = Definition<unknown, unknown, unknown>;

export function defineRoute<Params = unknown, Query = unknown, Body = unknown>(
  definition: Definition<Params, Query, Body>,
): RestRoute {
  // The front passes only what the route's own schemas returned, so the narrower handler is safe behind the wider type.
  return definition as unknown as RestRoute;
}

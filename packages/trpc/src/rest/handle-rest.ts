import { AppError } from "@retake/core/errors";
import type { z } from "zod";
import type { Actor } from "../actor.ts";
import type { Context } from "../context.ts";
import { authorise } from "../policies/authorise.ts";
import { zodIssues } from "../zod-issues.ts";
import type { RouteMatch } from "./match-route.ts";
import type { RestAnswer, RestCall, RestRoute } from "./route.ts";

export interface RestInput {
  match: RouteMatch;
  ctx: Context;
  /** After the `?`. */
  queryString: string;
  /** Reads the body; called only where the route has one. */
  readJson: () => Promise<unknown>;
  accept: string;
  /** `X-Workspace`: which of their workspaces a signed-in person means. */
  workspaceHeader: string | undefined;
}

/** Authorises, checks and runs one call; what can be answered at once is. @throws AppError, also before it has returned */
export function handleRest(input: RestInput): Promise<RestAnswer> | RestAnswer {
  const { match, ctx } = input;
  const { route } = match;
  const call = {
    ctx,
    workspace: authorise(ctx.actor, workspaceSlugOf(ctx.actor, input.workspaceHeader), route.verb),
    params: match.params,
    query: route.query === undefined ? {} : check(route.query, queryObject(input.queryString)),
    body: undefined,
    accept: input.accept,
  };
  return route.body === undefined ? route.handle(call) : handleBody(route, route.body, call, input.readJson);
}

async function handleBody(
  route: RestRoute,
  schema: z.ZodType,
  call: RestCall<unknown, unknown, unknown>,
  readJson: RestInput["readJson"],
): Promise<RestAnswer> {
  call.body = check(schema, await readJson());
  return await route.handle(call);
}

/** A token has one workspace; a person names it, or means their first. */
function workspaceSlugOf(actor: Actor, header: string | undefined): string {
  if (actor.kind === "anonymous") return "";
  if (actor.kind === "user" && header !== undefined) return header;
  return actor.workspaces[0]?.slug ?? "";
}

/** `?label=` says as little as no label: forms and scripts send what was left empty. */
function queryObject(queryString: string): Record<string, string> {
  if (queryString === "") return {};
  return Object.fromEntries([...new URLSearchParams(queryString)].filter(([, value]) => value !== ""));
}

function check<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new AppError("bad_request", "Some of the input is not right.", { issues: zodIssues(result.error) });
}

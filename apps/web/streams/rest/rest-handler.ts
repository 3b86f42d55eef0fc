import type { IncomingMessage } from "node:http";
import { AppError, notFound } from "@retake/core/errors";
import { LIMITS } from "@retake/core/limits";
import type { Actor } from "@retake/trpc/actor";
import type { Context, Services } from "@retake/trpc/context";
import { handleRest, matchRoute, openApi, REST_ROUTES } from "@retake/trpc/rest";
import { errorAnswer } from "../http/error-answer.ts";
import { demandJson, demandSameOrigin, type PublicPlace } from "../http/origin.ts";
import { parseJson, readBody } from "../http/read-body.ts";
import type { Answer } from "../http/send.ts";

const API_VERSION = "1.0.0";

/** Who calls, found only once the path is known to exist. */
export interface RestCaller {
  actor: Actor;
  address: string;
}

/** Answers what lies below `/api/v1` and `/api`. */
export function createRestHandler(options: PublicPlace & { services: Services }) {
  const document = JSON.stringify(openApi(REST_ROUTES, API_VERSION));

  return async (
    request: IncomingMessage,
    path: string,
    queryString: string,
    caller: () => Promise<RestCaller>,
  ): Promise<Answer> => {
    const method = request.method === "HEAD" ? "GET" : (request.method ?? "GET");
    if (path === "/openapi.json" && method === "GET") {
      const headers = {
        "content-type": "application/json; charset=utf-8",
        "cache-control": "public, max-age=300",
      };
      return { status: 200, headers, body: document };
    }
    const match = matchRoute(method, path);
    if (match === null) throw notFound("This address");
    if ("allow" in match) {
      const allow = match.allow.join(", ");
      const refusal = errorAnswer(new AppError("method_not_allowed", `This address answers ${allow}.`));
      return { ...refusal, headers: { ...refusal.headers, allow } };
    }
    const { actor, address } = await caller();
    if (method !== "GET" && actor.kind === "user") {
      demandSameOrigin(request, options);
      if (method !== "DELETE") demandJson(request);
    }
    // The services stay where they are: copying all of them for each request costs more than finding an episode.
    const ctx: Context = Object.assign(Object.create(options.services) as Services, {
      actor,
      address,
      renewLogin: null,
      backlog: null,
    });
    return handleRest({
      match,
      ctx,
      queryString,
      // Bound, not written out here: tsx gives every function that has a name that name anew, which costs half a microsecond.
      readJson: readJson.bind(undefined, request),
      accept: request.headers.accept?.toLowerCase() ?? "",
      workspaceHeader: singleHeader(request, "x-workspace"),
    });
  };
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  return parseJson(await readBody(request, LIMITS.requestBodyBytesMax));
}

function singleHeader(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

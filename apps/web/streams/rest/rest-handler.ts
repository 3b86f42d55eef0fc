import type { IncomingMessage } from "node:http";
import { notFound } from "@retake/core/errors";
import { LIMITS } from "@retake/core/limits";
import type { Actor } from "@retake/trpc/actor";
import type { Context, Services } from "@retake/trpc/context";
import { handleRest, matchRoute, openApi, REST_ROUTES } from "@retake/trpc/rest";
import type { Authenticator } from "../auth/authenticator.ts";
import { methodRefusal, refuseWrites } from "../http/method-refusal.ts";
import { demandJson, demandSameOrigin, type PublicPlace } from "../http/origin.ts";
import { parseJson, readBody } from "../http/read-body.ts";
import type { Answer } from "../http/send.ts";

const API_VERSION = "1.0.0";

/** Answers what lies below `/api/v1` and `/api`. */
export function createRestHandler(
  options: PublicPlace & { services: Services; authenticator: Pick<Authenticator, "actorOf"> },
) {
  const document = JSON.stringify(openApi(REST_ROUTES, API_VERSION));
  const RequestContext = contextOf(options.services);

  return async (
    request: IncomingMessage,
    path: string,
    queryString: string,
    address: string,
  ): Promise<Answer> => {
    if (path === "/openapi.json") {
      const headers = {
        "content-type": "application/json; charset=utf-8",
        "cache-control": "public, max-age=300",
      };
      return refuseWrites(request) ?? { status: 200, headers, body: document };
    }
    const method = request.method === "HEAD" ? "GET" : (request.method ?? "GET");
    const match = matchRoute(method, path);
    if (match === null) throw notFound("This address");
    if ("allow" in match) return methodRefusal(match.allow);
    // Asked only once the path is known to exist.
    const actor = await options.authenticator.actorOf(request, address);
    if (method !== "GET" && actor.kind === "user") {
      demandSameOrigin(request, options);
      if (method !== "DELETE") demandJson(request);
    }
    return await handleRest({
      match,
      ctx: new RequestContext(actor, address),
      queryString,
      // Bound, not written out here: tsx gives every function that has a name that name anew, which costs half a microsecond.
      readJson: readJson.bind(undefined, request),
      accept: request.headers.accept?.toLowerCase() ?? "",
      workspaceHeader: singleHeader(request, "x-workspace"),
    });
  };
}

/** The services stay where they are, as a prototype: copying all of them for each request costs more than finding an episode. */
function contextOf(services: Services): new (actor: Actor, address: string) => Context {
  class RequestContext {
    actor: Actor;
    address: string;
    renewLogin = null;
    backlog = null;
    constructor(actor: Actor, address: string) {
      this.actor = actor;
      this.address = address;
    }
  }
  Object.setPrototypeOf(RequestContext.prototype, services);
  return RequestContext as unknown as new (actor: Actor, address: string) => Context;
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  return parseJson(await readBody(request, LIMITS.requestBodyBytesMax));
}

function singleHeader(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

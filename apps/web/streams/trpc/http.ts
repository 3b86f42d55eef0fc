import type { IncomingMessage, ServerResponse } from "node:http";
import { LIMITS } from "@retake/core/limits";
import type { Actor } from "@retake/trpc/actor";
import type { Context, Services } from "@retake/trpc/context";
import { appRouter } from "@retake/trpc/router";
import { nodeHTTPRequestHandler } from "@trpc/server/adapters/node-http";
import { demandJson, demandSameOrigin, type PublicPlace } from "../http/origin.ts";
import { DATA_HEADERS } from "../http/security-headers.ts";
import type { Log } from "../log.ts";
import { renewLogin, type LoginRenewal } from "./renew-login.ts";

export interface TrpcHttpOptions extends PublicPlace, LoginRenewal {
  services: Services;
  log: Log;
}

export interface TrpcCall {
  request: IncomingMessage;
  response: ServerResponse;
  /** Procedure names, comma separated: the path after `/api/trpc/`. */
  path: string;
  actor: Actor;
  address: string;
}

/** Answers a tRPC call over HTTP. @throws AppError before anything is run: `forbidden` (another site's page), `unsupported_media` */
export async function handleTrpc(options: TrpcHttpOptions, call: TrpcCall): Promise<void> {
  const { request, response, actor } = call;
  if (request.method !== "GET" && request.method !== "HEAD" && actor.kind !== "token") {
    demandSameOrigin(request, options);
    demandJson(request);
  }
  for (const [name, value] of Object.entries(DATA_HEADERS)) response.setHeader(name, value);
  response.setHeader("cache-control", "no-store");
  const context: Context = {
    ...options.services,
    actor,
    address: call.address,
    renewLogin: actor.kind === "user" ? renewLogin(options, request, response, actor) : null,
    backlog: null,
  };
  await nodeHTTPRequestHandler({
    router: appRouter,
    req: request,
    res: response,
    path: call.path,
    createContext: () => Promise.resolve(context),
    // A question too long for an address comes as a body.
    allowMethodOverride: true,
    maxBodySize: LIMITS.requestBodyBytesMax,
    onError({ error, path, type }) {
      if (error.code === "INTERNAL_SERVER_ERROR") {
        const { cause } = error;
        const known = cause !== undefined && "detail" in cause ? cause.detail : undefined;
        const detail = known ?? cause?.stack ?? error.stack;
        options.log.error("a procedure failed", { path, type, detail });
      }
    },
  });
}

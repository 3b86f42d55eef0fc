import type { IncomingMessage, ServerResponse } from "node:http";
import { AppError } from "@retake/core/errors";
import { databaseFault } from "@retake/db/faults";
import { ANONYMOUS, type Actor } from "@retake/trpc/actor";
import { loginKey } from "../src/server/login-token.ts";
import type { Authenticator } from "./auth/authenticator.ts";
import { createDataHandler } from "./data/handle-data.ts";
import type { FrontConfig } from "./env.ts";
import { episodeRequest, type EpisodeRequest } from "./http/episode-request.ts";
import { refuseWrites } from "./http/method-refusal.ts";
import { addressOf, type PublicPlace } from "./http/origin.ts";
import type { Answer } from "./http/send.ts";
import { createMapHandler, mapPlaceOf, type MapPlace } from "./map/handle-map.ts";
import { createMediaHandler } from "./media/handle-media.ts";
import type { NextProxy } from "./next/proxy.ts";
import type { FrontParts } from "./parts.ts";
import { createRestHandler } from "./rest/rest-handler.ts";
import { isBatch, trpcErrorAnswer } from "./trpc/error-answer.ts";
import { handleTrpc } from "./trpc/http.ts";

/** Finds who answers a request. Null: it has been, or is being, answered already. @throws AppError, also before it has returned */
export type Answerer = (
  request: IncomingMessage,
  response: ServerResponse,
) => Promise<Answer | null> | Answer | null;

export interface AnswererOptions {
  config: FrontConfig;
  parts: FrontParts;
  place: PublicPlace;
  authenticator: Authenticator;
  next: NextProxy;
}

export function createAnswerer({ config, parts, place, authenticator, next }: AnswererOptions): Answerer {
  const { services, listener } = parts;
  const rest = createRestHandler({ ...place, services, authenticator });
  const media = createMediaHandler(parts);
  const data = createDataHandler(parts);
  const map = createMapHandler(services);
  const trpc = { ...place, ...parts, loginKey: loginKey(config.authSecret) };

  async function binary(
    handler: (request: EpisodeRequest) => Promise<Answer>,
    request: IncomingMessage,
    path: string,
    queryString: string,
  ): Promise<Answer> {
    const refusal = refuseWrites(request);
    if (refusal !== null) return refusal;
    const actor = await authenticator.actorOf(request, addressOf(request, place));
    return handler(await episodeRequest(services.catalogue, actor, request, path, queryString));
  }

  async function procedures(
    request: IncomingMessage,
    response: ServerResponse,
    calls: string,
    queryString: string,
  ): Promise<Answer | null> {
    const address = addressOf(request, place);
    try {
      const actor = await actorOrNobody(authenticator, request, address);
      await handleTrpc(trpc, { request, response, actor, address, path: calls });
      return null;
    } catch (thrown) {
      const refusal = databaseFault(thrown) ?? thrown;
      if (!(refusal instanceof AppError)) throw thrown;
      return trpcErrorAnswer(refusal, isBatch(queryString) ? calls.split(",").length : null);
    }
  }

  function api(
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
    queryString: string,
  ): Promise<Answer | null> {
    if (path.startsWith("/api/trpc/"))
      return procedures(request, response, path.slice("/api/trpc/".length), queryString);
    const below = path.slice(path.startsWith("/api/v1/") ? "/api/v1".length : "/api".length);
    return rest(request, below, queryString, addressOf(request, place));
  }

  async function mapFile(request: IncomingMessage, asked: MapPlace): Promise<Answer> {
    const refusal = refuseWrites(request);
    if (refusal !== null) return refusal;
    return map(await authenticator.actorOf(request, addressOf(request, place)), request, asked);
  }

  return (request, response) => {
    const { url = "/" } = request;
    const mark = url.indexOf("?");
    const path = mark < 0 ? url : url.slice(0, mark);
    const queryString = mark < 0 ? "" : url.slice(mark + 1);
    if (path === "/health" || path === "/health/") return health(listener.connected);
    if (path.startsWith("/api/") && !path.startsWith("/api/auth/"))
      return api(request, response, path, queryString);
    if (path.startsWith("/media/")) return binary(media, request, path.slice("/media/".length), queryString);
    const asked = mapPlaceOf(path);
    if (asked !== null) return mapFile(request, asked);
    if (path.startsWith("/data/")) return binary(data, request, path.slice("/data/".length), queryString);
    next.handle(request, response);
    return null;
  };
}

/** For tRPC: a login that ended is nobody, so that public procedures go on working for its browser. */
async function actorOrNobody(
  authenticator: Authenticator,
  request: IncomingMessage,
  address: string,
): Promise<Actor> {
  return authenticator.actorOf(request, address).catch((error: unknown) => {
    if (error instanceof AppError && error.status < 500) return ANONYMOUS;
    throw error;
  });
}

const HEALTH_HEADERS = { "content-type": "application/json", "cache-control": "no-store" };
const healthy = (database: string): Answer => ({
  status: 200,
  headers: HEALTH_HEADERS,
  body: JSON.stringify({ status: "ok", service: "web", database }),
});
const CONNECTED = healthy("connected");
const RECONNECTING = healthy("reconnecting");

function health(connected: boolean): Answer {
  return connected ? CONNECTED : RECONNECTING;
}

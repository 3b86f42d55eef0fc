import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { AppError, toAppError } from "@retake/core/errors";
import { ANONYMOUS, type Actor } from "@retake/trpc/actor";
import type { Services } from "@retake/trpc/context";
import { loginKey } from "../src/server/login-token.ts";
import { createAuthenticator } from "./auth/authenticator.ts";
import { createDataHandler } from "./data/handle-data.ts";
import type { FrontConfig } from "./env.ts";
import { episodeRequest } from "./http/episode-request.ts";
import { errorAnswer } from "./http/error-answer.ts";
import { addressOf, demandSameOrigin } from "./http/origin.ts";
import { send, type Answer } from "./http/send.ts";
import { createMediaHandler } from "./media/handle-media.ts";
import { createNextProxy } from "./next/proxy.ts";
import { createParts, type Parts } from "./parts.ts";
import { createRestHandler } from "./rest/rest-handler.ts";
import { handleTrpc } from "./trpc/http.ts";
import { createTrpcSockets } from "./trpc/sockets.ts";

export type { FrontConfig } from "./env.ts";
export type { Parts } from "./parts.ts";

/** The public door: REST, tRPC, samples and media by itself, pages and sign-in through Next. */
export interface Front {
  /** What the routes work with; for tests and tools in the same process. */
  readonly services: Services;
  /** Listens, and waits until changes in the register are heard. */
  start(): Promise<{ port: number; url: string }>;
  /** Drains and closes everything it opened. Harmless when repeated. */
  stop(): Promise<void>;
}

const DRAIN_MS = 5_000;
const HEALTH: Record<"true" | "false", string> = {
  true: JSON.stringify({ status: "ok", service: "web", database: "connected" }),
  false: JSON.stringify({ status: "ok", service: "web", database: "reconnecting" }),
};

/** Builds the front; nothing is touched before `start`. `given` replaces parts, for tests. */
export function createFront(config: FrontConfig, given: Partial<Parts> = {}): Front {
  const place = { publicUrl: config.publicUrl === null ? null : new URL(config.publicUrl) };
  const parts = createParts(config, given);
  const { db, listener, log, now, services } = parts;
  const authenticator = createAuthenticator({ db, listener, secret: config.authSecret, now });
  const next = createNextProxy({ ...place, nextUrl: config.nextUrl });
  const rest = createRestHandler({ ...place, services });
  const media = createMediaHandler(parts);
  const data = createDataHandler(parts);
  const sockets = createTrpcSockets({ services, listener });
  const trpcOptions = { ...place, services, log, db, now, loginKey: loginKey(config.authSecret) };

  /** For tRPC: a login that ended is nobody, so that public procedures go on working for its browser. */
  async function actorOrNobody(request: IncomingMessage, address: string): Promise<Actor> {
    return authenticator.actorOf(request, address).catch((error: unknown) => {
      if (error instanceof AppError && error.status < 500) return ANONYMOUS;
      throw error;
    });
  }

  async function binary(
    handler: typeof media,
    request: IncomingMessage,
    path: string,
    queryString: string,
  ): Promise<Answer> {
    const actor = await authenticator.actorOf(request, addressOf(request, place));
    return handler(await episodeRequest(services.catalogue, actor, request, path, queryString));
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<Answer | null> {
    const { url = "/" } = request;
    const mark = url.indexOf("?");
    const path = mark < 0 ? url : url.slice(0, mark);
    const queryString = mark < 0 ? "" : url.slice(mark + 1);
    if (path === "/health") return health(`${listener.connected}`);
    if (path.startsWith("/api/") && !path.startsWith("/api/auth/")) {
      const address = addressOf(request, place);
      if (path.startsWith("/api/trpc/")) {
        const actor = await actorOrNobody(request, address);
        await handleTrpc(trpcOptions, {
          request,
          response,
          actor,
          address,
          path: path.slice("/api/trpc/".length),
        });
        return null;
      }
      const below = path.slice(path.startsWith("/api/v1/") ? "/api/v1".length : "/api".length);
      return rest(request, below, queryString, async () => ({
        actor: await authenticator.actorOf(request, address),
        address,
      }));
    }
    if (path.startsWith("/media/")) return binary(media, request, path.slice("/media/".length), queryString);
    if (path.startsWith("/data/")) return binary(data, request, path.slice("/data/".length), queryString);
    next.handle(request, response);
    return null;
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const found = await answer(request, response);
      if (found !== null) await send(request, response, found);
    } catch (thrown) {
      const error = toAppError(thrown);
      if (error.status >= 500)
        log.error("a request failed", { path: request.url, code: error.code, detail: error.detail });
      if (response.headersSent) return void response.destroy();
      // What is left of a refused body is not read: the connection ends with the answer.
      if (!request.complete) response.shouldKeepAlive = false;
      await send(request, response, errorAnswer(error));
    }
  }

  async function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const path = request.url?.split("?", 1)[0];
    if (path !== "/api/trpc") return next.upgrade(request, socket, head);
    try {
      demandSameOrigin(request, place);
      const address = addressOf(request, place);
      const actor = await authenticator.actorOf(request, address);
      if (actor.kind === "anonymous") throw new AppError("unauthorized", "Sign in first.");
      sockets.accept(request, socket, head, { actor, address });
    } catch (thrown) {
      const { status } = toAppError(thrown);
      socket.end(`HTTP/1.1 ${status} Refused\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
    }
  }

  const server = createServer((request, response) => void serve(request, response));
  server.on("upgrade", (request, socket, head) => {
    socket.on("error", () => socket.destroy());
    void upgrade(request, socket, head);
  });
  server.headersTimeout = 15_000;
  server.requestTimeout = 120_000;
  server.keepAliveTimeout = 65_000;

  let stopped: Promise<void> | undefined;
  async function shutDown(): Promise<void> {
    const closed = new Promise<void>((resolve) =>
      server.listening ? server.close(() => resolve()) : resolve(),
    );
    server.closeIdleConnections();
    await sockets.close();
    const late = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
    await closed;
    clearTimeout(late);
    next.close();
    authenticator.close();
    await parts.close();
  }

  return {
    services,
    async start() {
      await listener.ready();
      await new Promise<void>((resolve, reject) => {
        server.once("error", reject);
        server.listen(config.port, config.host, resolve);
      });
      const { port } = server.address() as AddressInfo;
      const host = config.host.includes(":") ? `[${config.host}]` : config.host;
      return { port, url: `http://${host}:${port}` };
    },
    stop: () => (stopped ??= shutDown()),
  };
}

function health(connected: string): Answer {
  const body = connected === "true" ? HEALTH.true : HEALTH.false;
  return { status: 200, headers: { "content-type": "application/json", "cache-control": "no-store" }, body };
}

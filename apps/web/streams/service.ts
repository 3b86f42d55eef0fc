import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { AppError, toAppError } from "@retake/core/errors";
import { databaseFault } from "@retake/db/faults";
import type { Services } from "@retake/trpc/context";
import { createAnswerer, type Answerer } from "./answer.ts";
import { createAuthenticator, type Authenticator } from "./auth/authenticator.ts";
import type { FrontConfig } from "./env.ts";
import { errorAnswer } from "./http/error-answer.ts";
import { addressOf, demandSameOrigin, type PublicPlace } from "./http/origin.ts";
import { send } from "./http/send.ts";
import type { Log } from "./log.ts";
import { createNextProxy } from "./next/proxy.ts";
import { createParts, type Parts } from "./parts.ts";
import { isRoomPath } from "./rooms/admit.ts";
import { createRoomSockets, type RoomSockets } from "./rooms/room-sockets.ts";
import { createTrpcSockets, type TrpcSockets } from "./trpc/sockets.ts";

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

/** Answers under way get this long when the front stops. */
const DRAIN_MS = 5_000;

/** Builds the front; nothing is touched before `start`. `given` replaces parts, for tests. */
export function createFront(config: FrontConfig, given: Partial<Parts> = {}): Front {
  const place: PublicPlace = { publicUrl: config.publicUrl === null ? null : new URL(config.publicUrl) };
  const parts = createParts(config, given);
  const { db, listener, log, now, services } = parts;
  const authenticator = createAuthenticator({ db, listener, secret: config.authSecret, now });
  const next = createNextProxy({ ...place, nextUrl: config.nextUrl });
  const sockets = createTrpcSockets({ services, listener });
  const { catalogue, people } = services;
  const roomSockets = createRoomSockets({ host: parts.rooms, catalogue, authenticator, listener, people });
  const answerer = createAnswerer({ config, parts, place, authenticator, next });
  const server = createServer((request, response) => void serve(answerer, log, request, response));
  server.headersTimeout = 15_000;
  server.requestTimeout = 120_000;
  server.keepAliveTimeout = 65_000;
  server.on("upgrade", (request, socket, head) => {
    socket.on("error", () => socket.destroy());
    const path = request.url?.split("?", 1)[0] ?? "/";
    if (isRoomPath(path)) void openRoom({ roomSockets, place }, request, socket, head);
    else if (path === "/api/trpc") void openSocket({ sockets, authenticator, place }, request, socket, head);
    else next.upgrade(request, socket, head);
  });
  let stopped: Promise<void> | undefined;
  async function shutDown(): Promise<void> {
    const closed = closeServer(server);
    next.hangUp();
    await Promise.all([sockets.close(), roomSockets.close()]);
    await closed;
    next.close();
    authenticator.close();
    await parts.close();
  }
  return {
    services,
    async start() {
      await listener.ready();
      return listen(server, config);
    },
    stop: () => (stopped ??= shutDown()),
  };
}

async function serve(
  answerer: Answerer,
  log: Log,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const answer = await answerer(request, response);
    if (answer !== null) await send(request, response, answer);
  } catch (thrown) {
    const error = databaseFault(thrown) ?? toAppError(thrown);
    if (error.status >= 500) {
      // Without the query, which may hold an invitation's secret.
      const path = request.url?.split("?", 1)[0];
      log.error("a request failed", { path, code: error.code, detail: error.detail });
    }
    if (response.headersSent) return void response.destroy();
    // What is left of a refused body is not read: the connection ends with the answer.
    if (!request.complete) response.shouldKeepAlive = false;
    await send(request, response, errorAnswer(error));
  }
}

async function openSocket(
  parts: { sockets: TrpcSockets; authenticator: Authenticator; place: PublicPlace },
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): Promise<void> {
  try {
    demandSameOrigin(request, parts.place);
    const address = addressOf(request, parts.place);
    const actor = await parts.authenticator.actorOf(request, address);
    if (actor.kind === "anonymous") throw new AppError("unauthorized", "Sign in first.");
    parts.sockets.accept(request, socket, head, { actor, address });
  } catch (thrown) {
    refuseUpgrade(socket, thrown);
  }
}

async function openRoom(
  parts: { roomSockets: RoomSockets; place: PublicPlace },
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): Promise<void> {
  try {
    demandSameOrigin(request, parts.place);
    await parts.roomSockets.accept(request, socket, head, addressOf(request, parts.place));
  } catch (thrown) {
    refuseUpgrade(socket, thrown);
  }
}

function refuseUpgrade(socket: Duplex, thrown: unknown): void {
  const { status } = databaseFault(thrown) ?? toAppError(thrown);
  socket.end(`HTTP/1.1 ${status} Refused\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}

async function listen(server: Server, { host, port }: FrontConfig): Promise<{ port: number; url: string }> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  const address = server.address() as AddressInfo;
  return { port: address.port, url: `http://${host.includes(":") ? `[${host}]` : host}:${address.port}` };
}

async function closeServer(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = new Promise<void>((resolve) => void server.close(() => resolve()));
  server.closeIdleConnections();
  const late = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  await closed;
  clearTimeout(late);
}

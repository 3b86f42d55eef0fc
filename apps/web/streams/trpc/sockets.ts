import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { Listener } from "@retake/db/notify";
import { appRouter } from "@retake/trpc/router";
import type { Actor } from "@retake/trpc/actor";
import type { Context, Services } from "@retake/trpc/context";
import { applyWSSHandler } from "@trpc/server/adapters/ws";
import { WebSocketServer, type WebSocket } from "ws";
import { watchReading } from "./reading.ts";

/** A call's input; the largest is a bulk selection of ids. */
const PAYLOAD_BYTES_MAX = 1 << 20;
/** Open sockets of one person: tabs, not a flood. */
const SOCKETS_PER_ACTOR_MAX = 50;
/** The login or token behind the socket changed or ended: come back, and show who you are. */
const CLOSE_LOGIN_CHANGED = 4408;
const CLOSE_TOO_MANY = 4429;

/** tRPC over WebSocket: one socket a page, for subscriptions. */
export interface TrpcSockets {
  /** Takes over an upgrade whose caller is known. */
  accept(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    caller: { actor: Actor; address: string },
  ): void;
  close(): Promise<void>;
}

export function createTrpcSockets(options: {
  services: Services;
  listener: Pick<Listener, "on" | "onGap">;
}): TrpcSockets {
  const { services, listener } = options;
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: PAYLOAD_BYTES_MAX,
    perMessageDeflate: false,
  });
  const callers = new WeakMap<IncomingMessage, { actor: Actor; address: string }>();
  /** By user or token id. */
  const open = new Map<string, Set<WebSocket>>();
  const handler = applyWSSHandler({
    wss: server,
    router: appRouter,
    createContext: ({ req, res }): Context => {
      const caller = callers.get(req);
      if (caller === undefined) throw new Error("a socket without a caller");
      return { ...services, ...caller, renewLogin: null, backlog: watchReading(res, req.socket) };
    },
    // On a slow line the answer waits behind what is under way.
    keepAlive: { enabled: true, pingMs: 30_000, pongWaitMs: 30_000 },
  });

  const closeAll = (sockets: Iterable<WebSocket>): void => {
    for (const socket of sockets) socket.close(CLOSE_LOGIN_CHANGED, "the login changed");
  };
  const stops = [
    listener.on("login", (userId) => closeAll(open.get(userId) ?? [])),
    listener.on("token", (tokenId) => closeAll(open.get(tokenId) ?? [])),
    listener.onGap(() => closeAll(server.clients)),
  ];

  return {
    accept(request, socket, head, caller) {
      callers.set(request, caller);
      server.handleUpgrade(request, socket, head, (webSocket) => {
        const { actor } = caller;
        const id = actor.kind === "user" ? actor.userId : actor.kind === "token" ? actor.tokenId : "";
        const mine = open.get(id) ?? new Set();
        if (mine.size >= SOCKETS_PER_ACTOR_MAX) return webSocket.close(CLOSE_TOO_MANY, "too many sockets");
        open.set(id, mine.add(webSocket));
        webSocket.on("error", () => webSocket.terminate());
        webSocket.once("close", () => {
          mine.delete(webSocket);
          if (mine.size === 0) open.delete(id);
        });
        server.emit("connection", webSocket, request);
      });
    },
    async close() {
      for (const stop of stops) stop();
      handler.broadcastReconnectNotification();
      for (const socket of server.clients) socket.close(1001, "the server is stopping");
      const late = setTimeout(() => server.clients.forEach((socket) => socket.terminate()), 2_000);
      await new Promise<void>((resolve) => server.close(() => resolve()));
      clearTimeout(late);
    },
  };
}

import type { AddressInfo } from "node:net";
import { FoxgloveServer } from "@foxglove/ws-protocol";
import { type WebSocket, WebSocketServer } from "ws";
import type { Channel } from "../../src/pull/foxglove/channel.ts";

/** A Foxglove server of somebody else's making, with its channels and a way to send. */
export interface RealServer extends AsyncDisposable {
  url: string;
  /** Settles when the client has subscribed to so many channels. */
  subscribed(count: number): Promise<void>;
  send(topic: string, logNs: bigint, payload: Uint8Array): void;
  add(channel: Channel): void;
  remove(topic: string): void;
  /** Breaks all connections, and settles when they are gone; the server stays. */
  cut(): Promise<void>;
}

/** The reference server for `foxglove.websocket.v1`. */
export async function startReferenceServer(
  channels: readonly Channel[],
  { sessionId = "run-1", port = 0 } = {},
): Promise<RealServer> {
  const server = new FoxgloveServer({ name: "reference", sessionId });
  const sockets = new WebSocketServer({
    port,
    host: "127.0.0.1",
    handleProtocols: (protocols) => server.handleProtocols(protocols),
  });
  sockets.on("connection", (socket) => server.handleConnection(socket as never, "client"));
  await new Promise((resolve) => sockets.once("listening", resolve));
  const ids = new Map<string, number>();
  const active = new Set<number>();
  const waiting = new Set<() => void>();
  server.on("subscribe", (id) => {
    active.add(id);
    for (const look of waiting) look();
  });
  server.on("unsubscribe", (id) => active.delete(id));
  const add = (channel: Channel): void => {
    const { topic, encoding, schemaName, schema, schemaEncoding } = channel;
    ids.set(topic, server.addChannel({ topic, encoding, schemaName, schema, schemaEncoding }));
  };
  for (const channel of channels) add(channel);
  return {
    url: `ws://127.0.0.1:${(sockets.address() as AddressInfo).port}/`,
    subscribed: (count) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (active.size < count) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
    send: (topic, logNs, payload) => server.sendMessage(ids.get(topic)!, logNs, new Uint8Array(payload)),
    add,
    remove(topic) {
      server.removeChannel(ids.get(topic)!);
      active.delete(ids.get(topic)!);
    },
    async cut() {
      const gone = [...sockets.clients].map(
        (socket) => new Promise((resolve) => void socket.once("close", resolve)),
      );
      sockets.clients.forEach((socket) => socket.terminate());
      await Promise.all(gone);
    },
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        sockets.clients.forEach((socket) => socket.terminate());
        sockets.close(() => resolve());
      }),
  };
}

/** A server that says and does what a test wants, speaking `foxglove.sdk.v1`. */
export async function startScriptedServer(
  play: (socket: WebSocket) => void,
  { protocol = "foxglove.sdk.v1" as string | false } = {},
): Promise<{ url: string; connections: () => number } & AsyncDisposable> {
  let connections = 0;
  const sockets = new WebSocketServer({ port: 0, host: "127.0.0.1", handleProtocols: () => protocol });
  sockets.on("connection", (socket) => {
    connections++;
    socket.on("error", () => undefined);
    play(socket);
  });
  await new Promise((resolve) => sockets.once("listening", resolve));
  return {
    url: `ws://127.0.0.1:${(sockets.address() as AddressInfo).port}/`,
    connections: () => connections,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        sockets.clients.forEach((socket) => socket.terminate());
        sockets.close(() => resolve());
      }),
  };
}

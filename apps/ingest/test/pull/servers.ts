import { type ChildProcess, spawn } from "node:child_process";
import type { AddressInfo } from "node:net";
import { createInterface } from "node:readline";
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
  /** Breaks all connections; the server stays. */
  cut(): void;
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
    cut: () => sockets.clients.forEach((socket) => socket.terminate()),
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        sockets.clients.forEach((socket) => socket.terminate());
        sockets.close(() => resolve());
      }),
  };
}

/** What the Foxglove SDK, the server in `lerobot-record`, is made to send: the channels LeRobot makes, then `count` rounds of messages. */
const SDK_SCRIPT = `
import sys, time, foxglove
from foxglove.channels import CompressedImageChannel, RawImageChannel
from foxglove.messages import CompressedImage, RawImage, Timestamp
count = int(sys.argv[1])
server = foxglove.start_server(host="127.0.0.1", port=0)
schema = {"type": "object", "title": "lerobot.Scalars", "properties": {"scalars": {"type": "array", "items": {
  "type": "object", "properties": {"label": {"type": "string"}, "value": {"type": "number"}}}}}}
state = foxglove.Channel("/observation/state", schema=schema, message_encoding="json")
action = foxglove.Channel("/action/state", schema=schema, message_encoding="json")
front = CompressedImageChannel(topic="/observation/images/front")
raw = RawImageChannel(topic="/observation/images/raw")
print(server.port, flush=True)
sys.stdin.readline()
start = 1_700_000_000_000_000_000
for i in range(count):
    t = start + i * 20_000_000
    labels = ["shoulder_pan.pos", "gripper.pos"]
    state.log({"scalars": [{"label": l, "value": i + k / 4} for k, l in enumerate(labels)]}, log_time=t)
    action.log({"scalars": [{"label": l, "value": -i - k / 4} for k, l in enumerate(labels)]}, log_time=t)
    stamp = Timestamp(sec=t // 10**9, nsec=t % 10**9)
    data = bytes([0xff, 0xd8, 0xff, 0xe0, i % 256, i // 256]) + bytes([i % 256]) * 2000
    front.log(CompressedImage(timestamp=stamp, frame_id="front", data=data, format="jpeg"), log_time=t)
    raw.log(RawImage(timestamp=stamp, frame_id="raw", width=1, height=1, encoding="rgb8", step=3, data=b"abc"), log_time=t)
    time.sleep(0.004)
print("sent", flush=True)
sys.stdin.readline()
server.stop()
`;

export interface SdkServer extends AsyncDisposable {
  url: string;
  /** Sends everything; settles when it was handed to the server. */
  run(): Promise<void>;
}

/** @param python an interpreter that has the package foxglove-sdk */
export async function startSdkServer(python: string, count: number): Promise<SdkServer> {
  const child: ChildProcess = spawn(python, ["-c", SDK_SCRIPT, String(count)], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
  const port = (await lines.next()).value as string;
  return {
    url: `ws://127.0.0.1:${port}/`,
    async run() {
      child.stdin!.write("go\n");
      await lines.next();
    },
    async [Symbol.asyncDispose]() {
      const gone = new Promise((resolve) => child.once("exit", resolve));
      child.stdin!.end();
      child.kill();
      await gone;
    },
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

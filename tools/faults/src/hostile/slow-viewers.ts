import { randomBytes } from "node:crypto";
import net from "node:net";

/** Bytes a viewer reads in a second. */
const BYTES_PER_S = 1_000;

export interface SlowViewer {
  /** Bytes it has read. */
  read(): number;
  /** The HTTP status of the first answer; null before it. */
  status(): number | null;
  stop(): void;
}

export interface WatchedSession {
  /** Of the front. */
  url: string;
  apiToken: string;
  workspace: string;
  sessionId: string;
}

/** A page on a line of 1 kB/s: it follows a recording over a WebSocket, or asks for all of its samples over and over. */
export function slowViewer(session: WatchedSession, kind: "follows" | "pulls"): SlowViewer {
  const { hostname, port } = new URL(session.url);
  const socket = net.connect(Number(port), hostname);
  let bytes = 0;
  let status: number | null = null;
  socket.on("error", () => undefined);
  socket.on("connect", () => socket.write(kind === "follows" ? follow(session) : pull(session)));
  // Never flowing: what it does not take stays with the system, and then with the front.
  socket.on("readable", () => undefined);
  const timer = setInterval(() => {
    const chunk = (socket.read(BYTES_PER_S) ?? socket.read()) as Buffer | null;
    if (bytes === 0 && chunk !== null)
      status = Number(/^HTTP\/1\.1 (\d+)/.exec(chunk.toString("latin1"))?.[1]);
    bytes += chunk?.length ?? 0;
  }, 1_000);
  return {
    read: () => bytes,
    status: () => status,
    stop() {
      clearInterval(timer);
      socket.destroy();
    },
  };
}

function pull({ workspace, sessionId, ...session }: WatchedSession): Buffer {
  const paths = [
    `/data/${workspace}/${sessionId}/tail?after=0`,
    `/api/v1/sessions/${sessionId}/export?format=json`,
  ];
  const asked = Array.from({ length: 20 }, () => paths.map((path) => request(session, path))).flat();
  return Buffer.from(asked.join(""));
}

function follow({ workspace, sessionId, ...session }: WatchedSession): Buffer {
  const key = randomBytes(16).toString("base64");
  const upgrade = `upgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-version: 13\r\nsec-websocket-key: ${key}\r\n`;
  const subscriptions = [
    { id: 1, path: "live.follow", input: { workspace, sessionId } },
    { id: 2, path: "live.watch", input: { workspace } },
  ].map(({ id, ...params }) => textFrame(JSON.stringify({ id, method: "subscription", params })));
  return Buffer.concat([Buffer.from(request(session, "/api/trpc", upgrade)), ...subscriptions]);
}

function request({ url, apiToken }: { url: string; apiToken: string }, path: string, headers = ""): string {
  const { host } = new URL(url);
  return `GET ${path} HTTP/1.1\r\nhost: ${host}\r\norigin: ${url}\r\nauthorization: Bearer ${apiToken}\r\n${headers}\r\n`;
}

/** Masked, as a client's must be; by zeros. */
function textFrame(text: string): Buffer {
  const body = Buffer.from(text);
  const head = Buffer.from([0x81, 0x80 | 126, body.length >> 8, body.length & 0xff, 0, 0, 0, 0]);
  return Buffer.concat([head, body]);
}

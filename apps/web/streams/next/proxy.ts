import { Agent, request as httpRequest, type IncomingMessage, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { pipeline } from "node:stream/promises";
import { proxyUpgrade } from "httpxy";
import { addressOf, hostOf, protocolOf, type PublicPlace } from "../http/origin.ts";
import { PAGE_HEADERS } from "../http/security-headers.ts";
import { unavailablePage } from "./unavailable-page.ts";

/** Everything that is a page or sign-in: handed to Next, with headers it can believe. */
export interface NextProxy {
  handle(request: IncomingMessage, response: ServerResponse): void;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Ends upgraded connections, which never end by themselves. */
  hangUp(): void;
  close(): void;
}

export interface NextProxyOptions extends PublicPlace {
  nextUrl: string | null;
}

const FALLBACK_POLICY =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";
const HOP_BY_HOP = new Set([
  "connection",
  "keep-alive",
  "proxy-connection",
  "transfer-encoding",
  "upgrade",
  "te",
  "trailer",
]);

export function createNextProxy(options: NextProxyOptions): NextProxy {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const upgraded = new Set<Duplex>();
  const target = options.nextUrl === null ? null : new URL(options.nextUrl);

  function handle(request: IncomingMessage, response: ServerResponse): void {
    if (target === null) return unavailablePage(request, response);
    const outgoing = httpRequest(
      { host: target.hostname, port: target.port, agent, method: request.method, path: request.url },
      (answer) => void pass(answer, response, protocolOf(options) === "https"),
    );
    for (const [name, value] of forwardedHeaders(request, options)) outgoing.setHeader(name, value);
    outgoing.on("error", () => {
      if (response.headersSent) response.destroy();
      else unavailablePage(request, response);
    });
    response.on("close", () => outgoing.destroy());
    request.pipe(outgoing);
  }

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (options.nextUrl === null) return void socket.destroy();
    upgraded.add(socket);
    socket.once("close", () => upgraded.delete(socket));
    // httpxy answers the client itself when Next refuses or is away.
    proxyUpgrade(options.nextUrl, request, socket as Socket, head)
      .then((behind) => {
        // A client that is gone without a word leaves the connection behind it open otherwise.
        if (socket.destroyed) behind.destroy();
        else socket.once("close", () => behind.destroy());
      })
      .catch(() => undefined);
  }

  return {
    handle,
    upgrade,
    hangUp: () => upgraded.forEach((socket) => socket.destroy()),
    close: () => agent.destroy(),
  };
}

async function pass(answer: IncomingMessage, response: ServerResponse, secure: boolean): Promise<void> {
  for (const [name, value] of Object.entries({ ...PAGE_HEADERS, ...answer.headers })) {
    if (value !== undefined && !HOP_BY_HOP.has(name)) response.setHeader(name, value);
  }
  // Next gives each page its own policy with a nonce; what comes without one may run nothing inline.
  if (!response.hasHeader("content-security-policy")) {
    response.setHeader("content-security-policy", FALLBACK_POLICY);
  }
  if (secure) response.setHeader("strict-transport-security", "max-age=31536000");
  response.statusCode = answer.statusCode ?? 502;
  await pipeline(answer, response).catch(() => response.destroy());
}

/** What a client claims about forwarding is dropped; Next hears what the front saw. */
function* forwardedHeaders(
  request: IncomingMessage,
  place: PublicPlace,
): Generator<[string, string | readonly string[]]> {
  for (const [name, value] of Object.entries(request.headers)) {
    const claimed =
      name.startsWith("x-forwarded-") || name === "forwarded" || name.startsWith("x-middleware-");
    if (
      value === undefined ||
      claimed ||
      HOP_BY_HOP.has(name) ||
      name === "x-nonce" ||
      name === "content-security-policy"
    )
      continue;
    yield [name, value];
  }
  yield ["x-forwarded-host", hostOf(request, place)];
  yield ["x-forwarded-proto", protocolOf(place)];
  yield ["x-forwarded-for", addressOf(request, place)];
}

import type { IncomingMessage } from "node:http";
import { AppError } from "@retake/core/errors";

/** Where browsers find this server. */
export interface PublicPlace {
  /** Of PUBLIC_URL; null when browsers come straight to the front. */
  publicUrl: URL | null;
}

/** `host[:port]` the browser asked for. */
export function hostOf(request: IncomingMessage, place: PublicPlace): string {
  return place.publicUrl?.host ?? request.headers.host ?? "localhost";
}

export function protocolOf(place: PublicPlace): "http" | "https" {
  return place.publicUrl?.protocol === "https:" ? "https" : "http";
}

/**
 * Who is calling, for rate limits. A forwarded address is believed only when PUBLIC_URL says that a proxy stands in front
 * and the connection does come from this machine or a private network; then it is the last one, which that proxy wrote itself.
 */
export function addressOf(request: IncomingMessage, place: PublicPlace): string {
  const peer = request.socket.remoteAddress ?? "unknown";
  if (place.publicUrl === null || !isPrivate(peer)) return peer;
  const forwarded = request.headers["x-forwarded-for"];
  const last = (Array.isArray(forwarded) ? forwarded.at(-1) : forwarded)?.split(",").at(-1)?.trim();
  return last === undefined || last === "" ? peer : last.slice(0, 64);
}

const PRIVATE =
  /^(?:::1$|f[cd][0-9a-f]{2}:|(?:::ffff:)?(?:127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.))/i;

function isPrivate(address: string): boolean {
  return PRIVATE.test(address);
}

/**
 * Refuses what another site's page makes a browser send with our cookie. Browsers state the origin of every such request and of every
 * WebSocket; a caller that states none is no browser.
 * @throws AppError `forbidden`
 */
export function demandSameOrigin(request: IncomingMessage, place: PublicPlace): void {
  const site = request.headers["sec-fetch-site"];
  const { origin } = request.headers;
  const foreign =
    (site !== undefined && site !== "same-origin" && site !== "none") ||
    (origin !== undefined && !isOwnOrigin(origin, request, place));
  if (foreign) throw new AppError("forbidden", "Requests from other sites are refused.");
}

function isOwnOrigin(origin: string, request: IncomingMessage, place: PublicPlace): boolean {
  if (!URL.canParse(origin)) return false;
  const { host } = new URL(origin);
  return host === request.headers.host || host === place.publicUrl?.host;
}

/** Only a preflighted request can carry this type across sites, and no preflight is ever granted. @throws AppError `unsupported_media` */
export function demandJson(request: IncomingMessage): void {
  const type = request.headers["content-type"]?.split(";", 1)[0]?.trim().toLowerCase();
  if (type !== "application/json") {
    throw new AppError("unsupported_media", "Send JSON, with the content type application/json.");
  }
}

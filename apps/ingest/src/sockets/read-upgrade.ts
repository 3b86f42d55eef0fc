import type { IncomingMessage } from "node:http";

export const INGEST_PATH = "/ws/ingest";

const BEARER = /^Bearer +(\S+) *$/i;

/**
 * What an upgrade asks for; null when it is not for robots. The token may be missing.
 * The address holds the token, so it is never logged.
 */
export function readUpgrade(request: IncomingMessage): { token: string | null } | null {
  const url = request.url ?? "";
  const [path = "", query = ""] = url.split("?", 2);
  if (path !== INGEST_PATH) return null;
  const bearer = BEARER.exec(request.headers.authorization ?? "")?.[1];
  return { token: bearer ?? new URLSearchParams(query).get("token") };
}

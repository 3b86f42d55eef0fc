import { PROTOCOL_LIMITS } from "./limits.ts";

/** What each close code says, and whether a client may come back by itself, with growing pauses. */
export const CLOSE_CODES = {
  1000: { means: "the session has ended", reconnect: false },
  1001: { means: "the server goes away", reconnect: true },
  1006: { means: "the connection broke", reconnect: true },
  1009: { means: "a message was larger than the server reads", reconnect: false },
  4400: { means: "the client broke the protocol", reconnect: false },
  4401: { means: "the token is missing, wrong or revoked", reconnect: false },
  4403: { means: "the token may not record", reconnect: false },
  4408: { means: "no session_start, or no sign of life, in time", reconnect: true },
  4409: { means: "another session or other content has this name or number", reconnect: false },
  4410: { means: "another socket has taken over the session", reconnect: false },
  4413: { means: "a limit on size was passed", reconnect: false },
  4429: { means: "too much at once", reconnect: true },
  4500: { means: "the server failed", reconnect: true },
} as const satisfies Record<number, { means: string; reconnect: boolean }>;

/** Codes that are not ours come from networks and proxies: those are worth another try. */
export function mayReconnect(code: number): boolean {
  return (CLOSE_CODES as Record<number, { reconnect: boolean }>)[code]?.reconnect ?? true;
}

/** A text that fits a close frame, cut between characters: a longer reason makes the WebSocket throw. */
export function closeReason(text: string): string {
  const target = new Uint8Array(PROTOCOL_LIMITS.closeReasonBytesMax);
  const { read } = new TextEncoder().encodeInto(text, target);
  return text.slice(0, read);
}

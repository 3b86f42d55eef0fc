import { randomBytes } from "node:crypto";
import type { Socket } from "node:net";
import type { Backlog } from "@retake/trpc/context";
import type { WebSocket } from "ws";

/** Unread bytes from which on it is asked how far the other end has read. */
const ASK_BYTES = 2 << 10;

/**
 * What of a WebSocket's bytes its other end has not read, by pings: its answer to one says that it has read all before it. What waits in this
 * process says little, because the system keeps megabytes for a connection: a page that reads 1 kB a second would be sent everything for an hour.
 * @param socket what the WebSocket writes to; nothing but the upgrade was written yet
 */
export function watchReading(webSocket: WebSocket, socket: Socket): Backlog {
  const wakes = new Set<() => void>();
  let readTo = socket.bytesWritten;
  /** The ping that is under way, and what lies before it. Its text cannot be guessed: who does not read cannot answer. */
  let asked: { text: Buffer; at: number } | null = null;
  const unread = (): number => socket.bytesWritten - readTo;
  const ask = (): void => {
    if (asked !== null || unread() < ASK_BYTES || webSocket.readyState !== webSocket.OPEN) return;
    const text = randomBytes(8);
    webSocket.ping(text);
    asked = { text, at: socket.bytesWritten };
  };
  webSocket.on("pong", (text: Buffer) => {
    if (asked === null || !asked.text.equals(text)) return;
    readTo = asked.at;
    asked = null;
    ask();
    for (const wake of wakes) wake();
  });
  return {
    bytes() {
      ask();
      return unread();
    },
    onLess(wake) {
      wakes.add(wake);
      return () => void wakes.delete(wake);
    },
  };
}

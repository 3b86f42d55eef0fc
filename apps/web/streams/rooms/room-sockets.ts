import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { toAppError } from "@retake/core/errors";
import { CLOSE } from "@retake/collab/messages";
import { ROOM_LIMITS, type RoomConnection, type RoomHost } from "@retake/collab/room-host";
import { databaseFault } from "@retake/db/faults";
import type { Listener } from "@retake/db/notify";
import type { PeopleBoard } from "@retake/trpc/people-board";
import type { Catalogue } from "@retake/trpc/catalogue";
import { WebSocketServer, type WebSocket } from "ws";
import type { Authenticator } from "../auth/authenticator.ts";
import { admit, type Admission } from "./admit.ts";

/** Open rooms of one person: tabs, not a flood. */
const SOCKETS_PER_USER_MAX = 50;
/** A line that was cut without a word is noticed within two of these. */
const PING_MS = 20_000;

const CLOSE_CODES: Record<string, number> = {
  unauthorized: CLOSE.loginEnded,
  forbidden: CLOSE.forbidden,
  not_found: CLOSE.notFound,
  rate_limited: CLOSE.tooFast,
};

/** Rooms over WebSocket, in the protocol of y-websocket. */
export interface RoomSockets {
  /** Takes over an upgrade of this site's own page. Refusals are close codes: a browser cannot read an HTTP status here. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer, address: string): Promise<void>;
  close(): Promise<void>;
}

interface Member extends Admission {
  webSocket: WebSocket;
  connection: RoomConnection;
  request: IncomingMessage;
  address: string;
  isAlive: boolean;
}

export function createRoomSockets(options: {
  host: Pick<RoomHost, "connect">;
  catalogue: Pick<Catalogue, "stored">;
  authenticator: Authenticator;
  listener: Pick<Listener, "on" | "onGap">;
  people: Pick<PeopleBoard, "put">;
}): RoomSockets {
  const { host, catalogue, authenticator, listener, people } = options;
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: ROOM_LIMITS.messageBytesMax,
    perMessageDeflate: false,
  });
  const members = new Set<Member>();

  const admission = async (request: IncomingMessage, address: string): Promise<Admission> =>
    admit(catalogue, await authenticator.actorOf(request, address), request);

  /** The role may have changed, or the login ended. */
  async function recheck(member: Member): Promise<void> {
    const now = await admission(member.request, member.address).catch(closeCodeOf);
    if (!members.has(member)) return;
    if (typeof now === "number") member.connection.revoke(now, "you may not be here any more");
    else if (now.canWrite !== member.canWrite)
      member.connection.revoke(CLOSE.comeBack, "your role has changed");
  }

  const recheckAll = (mine: (member: Member) => boolean): void => {
    for (const member of members) if (mine(member)) void recheck(member);
  };
  const stops = [
    listener.on("login", (userId) => recheckAll((member) => member.userId === userId)),
    listener.onGap(() => recheckAll(() => true)),
  ];
  const pulse = setInterval(() => members.forEach(feelPulse), PING_MS);

  function join(webSocket: WebSocket, request: IncomingMessage, address: string, admitted: Admission): void {
    const { userId, workspaceId, sessionId } = admitted;
    const mine = [...members].filter((member) => member.userId === userId).length;
    if (mine >= SOCKETS_PER_USER_MAX) return webSocket.close(CLOSE.tooFast, "too many rooms at once");
    const connection = connect(host, webSocket, admitted);
    if (connection === null) return hangUp(webSocket, CLOSE.unavailable, "the server is stopping");
    const member: Member = { ...admitted, webSocket, connection, request, address, isAlive: true };
    members.add(member);
    const leave = people.put({ workspaceId, userId, open: sessionId });
    listenTo(member, () => {
      members.delete(member);
      leave();
    });
    // What changed between the look at the login and now.
    void recheck(member);
  }

  return {
    async accept(request, socket, head, address) {
      const known = await admission(request, address).catch(closeCodeOf);
      if (socket.destroyed) return;
      server.handleUpgrade(request, socket, head, (webSocket) => {
        // Too long a message or a broken frame: ws has answered it with a close of its own.
        webSocket.on("error", () => hangUp(webSocket, CLOSE.invalid, "that was no message"));
        if (typeof known === "number") hangUp(webSocket, known, "you may not be here");
        else join(webSocket, request, address, known);
      });
    },
    async close() {
      for (const stop of stops) stop();
      clearInterval(pulse);
      for (const webSocket of server.clients) hangUp(webSocket, CLOSE.comeBack, "the server is stopping");
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** Null while the host stops. */
function connect(
  host: Pick<RoomHost, "connect">,
  webSocket: WebSocket,
  { ref, userId, canWrite }: Admission,
): Member["connection"] | null {
  try {
    return host.connect(ref, {
      userId,
      canWrite,
      send: (message) => webSocket.send(message),
      backlogBytes: () => webSocket.bufferedAmount,
      close: (code, reason) => hangUp(webSocket, code, reason),
    });
  } catch {
    return null;
  }
}

function listenTo(member: Member, onGone: () => void): void {
  const { webSocket, connection } = member;
  webSocket.on("pong", () => (member.isAlive = true));
  webSocket.on("message", (bytes: Buffer, isBinary: boolean) => {
    if (isBinary) connection.receive(bytes);
    else connection.revoke(CLOSE.invalid, "messages are binary");
  });
  webSocket.once("close", () => {
    onGone();
    connection.left();
  });
}

function feelPulse(member: Member): void {
  if (!member.isAlive) member.webSocket.terminate();
  member.isAlive = false;
  member.webSocket.ping();
}

const HANG_UP_MS = 1_000;

/** Whoever does not answer the farewell is cut off. */
function hangUp(webSocket: WebSocket, code: number, reason: string): void {
  webSocket.close(code, reason);
  const late = setTimeout(() => webSocket.terminate(), HANG_UP_MS);
  webSocket.once("close", () => clearTimeout(late));
}

function closeCodeOf(thrown: unknown): number {
  const { code } = databaseFault(thrown) ?? toAppError(thrown);
  return CLOSE_CODES[code] ?? CLOSE.unavailable;
}

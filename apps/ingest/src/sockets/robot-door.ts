import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import type { TokenVerifier } from "@retake/db/tokens";
import { ProtocolError } from "@retake/protocol/errors";
import { WebSocketServer } from "ws";
import { PROTOCOL_LIMITS } from "@retake/protocol/limits";
import type { Log } from "../log.ts";
import type { Clock } from "../recording/clock.ts";
import type { Recorder } from "../recording/recorder.ts";
import type { SocketLimits } from "./limits.ts";
import { Lobby } from "./lobby.ts";
import { readUpgrade } from "./read-upgrade.ts";
import { RobotSocket, type SocketContext } from "./robot-socket.ts";

export interface RobotDoorOptions {
  recorder: Recorder;
  verifier: Pick<TokenVerifier, "verify">;
  clock: Clock;
  limits: SocketLimits;
  report: Log;
}

export interface RobotDoor {
  /** Every TCP connection, before it has said anything. */
  connected(socket: Socket): void;
  /** @returns `taken`, or why nothing was answered */
  upgrade(request: IncomingMessage, socket: Socket, head: Buffer): "taken" | "other path" | "draining";
  /** Sockets whose sender is known. */
  sockets(): RobotSocket[];
  /** Tells all that the service stops, waits for their acks, and closes them. */
  drain(): Promise<void>;
}

/** A frame that is only a little too large still gets its own error; of one beyond this `ws` reads nothing. */
const SLACK_BYTES = 64 << 10;

export function createRobotDoor({ recorder, verifier, clock, limits, report }: RobotDoorOptions): RobotDoor {
  const server = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: PROTOCOL_LIMITS.frameBytesMax + SLACK_BYTES,
    clientTracking: false,
    // Both are done by us: pongs are counted, and what is no UTF-8 gets a code of the protocol.
    autoPong: false,
    skipUTF8Validation: true,
  });
  const lobby = new Lobby(limits);
  const all = new Map<RobotSocket, Socket>();
  const admitted = new Set<RobotSocket>();
  let draining: Promise<void> | undefined;
  const context: SocketContext = {
    recorder,
    verify: (token) => verifier.verify(token),
    admitted(robot) {
      if (admitted.size >= limits.connectionsMax) {
        throw new ProtocolError(
          "too_many_sessions",
          `This server takes ${limits.connectionsMax} robots at once.`,
        );
      }
      admitted.add(robot);
      const socket = all.get(robot);
      if (socket !== undefined) lobby.leave(socket);
    },
    closed(robot) {
      all.delete(robot);
      admitted.delete(robot);
    },
    clock,
    limits,
    report,
  };
  const heart = setInterval(() => {
    for (const robot of all.keys()) robot.beat();
  }, limits.heartbeatMs);

  async function drainAll(): Promise<void> {
    clearInterval(heart);
    for (const robot of all.keys()) robot.goAway();
    await recorder.drain(AbortSignal.timeout(limits.drainMs - limits.closingMs));
    for (const robot of all.keys()) robot.close(1001, "the server goes away");
    await closedBy(all, limits.closingMs);
    for (const robot of all.keys()) robot.terminate();
  }

  return {
    connected: (socket) => lobby.enter(socket),
    upgrade(request, socket, head) {
      const asked = readUpgrade(request);
      if (asked === null) return "other path";
      if (draining !== undefined) return "draining";
      server.handleUpgrade(request, socket, head, (ws) => {
        const robot = new RobotSocket(ws, socket, { token: asked.token, context });
        all.set(robot, socket);
        lobby.upgraded(socket, () =>
          robot.fail(new ProtocolError("rate_limited", "Too many sockets wait to begin.")),
        );
      });
      return "taken";
    },
    sockets: () => [...admitted],
    drain: () => (draining ??= drainAll()),
  };
}

async function closedBy(open: ReadonlyMap<unknown, unknown>, ms: number): Promise<void> {
  const deadline = performance.now() + ms;
  while (open.size > 0 && performance.now() < deadline)
    await new Promise((resolve) => setTimeout(resolve, 10));
}

import type { Socket } from "node:net";
import { databaseFault } from "@retake/db/faults";
import type { VerifiedToken } from "@retake/db/tokens";
import { AnnouncedTopics, decodeClientBinary } from "@retake/protocol/binary";
import { closeReason } from "@retake/protocol/close-codes";
import { PROTOCOL_ERRORS, ProtocolError } from "@retake/protocol/errors";
import { PROTOCOL_LIMITS } from "@retake/protocol/limits";
import type { Ack, ClientFrame, ServerMessage, SessionStart } from "@retake/protocol/messages";
import { decodeClientText, encodeServerText, serverError } from "@retake/protocol/text";
import type { WebSocket } from "ws";
import { describeError, type Log } from "../log.ts";
import type { Clock } from "../recording/clock.ts";
import type { Feed } from "../recording/feed.ts";
import type { Peer } from "../recording/peer.ts";
import type { Recorder } from "../recording/recorder.ts";
import { aligned, frameText } from "./frame-bytes.ts";
import type { SocketLimits } from "./limits.ts";
import { Pauses } from "./pauses.ts";
import { SocketRates } from "./socket-rates.ts";

export interface SocketContext {
  recorder: Pick<Recorder, "start">;
  /** Null for a token that is not valid. Rejects while that cannot be known. */
  verify(token: string): Promise<VerifiedToken | null>;
  /** It is known who sends. @throws ProtocolError when there are too many */
  admitted(socket: RobotSocket): void;
  closed(socket: RobotSocket): void;
  clock: Clock;
  limits: SocketLimits;
  report: Log;
}

interface Received {
  data: Buffer;
  isBinary: boolean;
}

/** `waiting` for a session_start, `starting` with it, `feeding`, `leaving`: what still comes is not looked at. */
type State = "waiting" | "starting" | "feeding" | "leaving";

/** One robot's connection: reads frames, keeps the limits, tells what the recording has to say. */
export class RobotSocket implements Peer {
  /** Who sends, once that is known. */
  token: VerifiedToken | null = null;
  feed: Feed | null = null;
  readonly #ws: WebSocket;
  readonly #socket: Socket;
  readonly #context: SocketContext;
  readonly #upgradeToken: string | null;
  readonly #announced = new AnnouncedTopics();
  readonly #pauses: Pauses;
  readonly #rates: SocketRates;
  readonly #deadline: NodeJS.Timeout;
  #state: State = "waiting";
  /** The connection has ended, from whichever side. */
  #gone = false;
  #tries = 0;
  #backlog: Received[] = [];
  #bytesAtBeat = -1;
  #rateTimer: NodeJS.Timeout | null = null;

  /** @param socket what `ws` reads from */
  constructor(
    ws: WebSocket,
    socket: Socket,
    { token, context }: { token: string | null; context: SocketContext },
  ) {
    this.#ws = ws;
    this.#socket = socket;
    this.#context = context;
    this.#upgradeToken = token;
    this.#pauses = new Pauses(ws);
    this.#rates = new SocketRates(context.limits, context.clock.monotonic());
    this.#deadline = setTimeout(() => {
      this.fail(new ProtocolError("start_timeout", "No session_start came in time."));
    }, context.limits.startMs);
    ws.on("message", (data: Buffer, isBinary: boolean) => this.#receive({ data, isBinary }));
    ws.on("ping", (data: Buffer) => this.#control(() => ws.pong(data)));
    ws.on("pong", () => this.#control());
    // `ws` has closed with its own code, such as 1009 for what is larger than it reads.
    ws.on("error", () => this.#leave());
    ws.on("close", () => this.#closed());
    socket.on("data", (chunk: Buffer) => this.#readBytes(chunk));
    if (token !== null) void this.#identify(token).catch((thrown: unknown) => this.#fault(thrown));
  }

  send(message: ServerMessage): void {
    if (this.#ws.readyState !== this.#ws.OPEN) return;
    if (this.#ws.bufferedAmount > this.#context.limits.unreadBytesMax) return this.terminate();
    if (message.type === "ack") this.#socket.write(ackFrame(message), "latin1");
    else this.#ws.send(encodeServerText(message));
  }

  fail(error: ProtocolError): void {
    if (this.#state === "leaving") return;
    const told = {
      code: error.wireCode,
      message: error.message,
      session: this.feed?.recording.meta.sessionId,
    };
    // Who is not known could fill the disk with lines.
    if (this.token === null) this.#context.report.debug("stranger refused", told);
    else this.#context.report.info("robot refused", told);
    this.send({ ...serverError(error), fatal: true });
    this.close(PROTOCOL_ERRORS[error.wireCode].close ?? PROTOCOL_ERRORS.internal.close, error.message);
  }

  close(code: number, reason: string): void {
    this.#leave();
    this.#ws.close(code, closeReason(reason));
    setTimeout(() => this.#ws.terminate(), this.#context.limits.closingMs).unref();
  }

  terminate(): void {
    this.#leave();
    this.#ws.terminate();
  }

  pause(): void {
    this.#pauses.add("held");
  }

  resume(): void {
    this.#pauses.remove("held");
  }

  /** Gives up a peer that has said nothing since the last beat, though it was asked. */
  beat(): void {
    const { bytesRead } = this.#socket;
    if (bytesRead === this.#bytesAtBeat && !this.#pauses.any) return this.terminate();
    this.#bytesAtBeat = bytesRead;
    if (this.#ws.readyState === this.#ws.OPEN) this.#ws.ping();
  }

  /** The service stops: what was taken is acknowledged still, what comes from now on is not looked at. */
  goAway(): void {
    if (this.#state !== "feeding") return this.close(1001, "the server goes away");
    this.#state = "leaving";
    if (this.feed?.numbered !== true) return;
    this.send({ type: "going_away", reconnect_after_ms: this.#context.limits.reconnectAfterMs });
  }

  #receive(received: Received): void {
    switch (this.#state) {
      case "leaving":
        return;
      case "starting":
        this.#backlog.push(received);
        return;
      case "waiting":
        return this.#guard(() => this.#first(received));
      case "feeding":
        return this.#guard(() => this.#next(received));
    }
  }

  #first({ data, isBinary }: Received): void {
    if (++this.#tries > this.#context.limits.startTriesMax) {
      throw new ProtocolError("rate_limited", "Too many messages came before a session_start.");
    }
    if (isBinary) throw new ProtocolError("unexpected_message", "The first message is a session_start.");
    if (data.byteLength > PROTOCOL_LIMITS.firstFrameBytesMax) throw firstTooLarge();
    const frame = decodeClientText(frameText(data));
    if (frame.type !== "session_start") {
      throw new ProtocolError("unexpected_message", "The first message is a session_start.");
    }
    this.#state = "starting";
    // From here on it is we who take the time.
    clearTimeout(this.#deadline);
    this.#pauses.add("starting");
    void this.#start(frame)
      .catch((thrown: unknown) => this.#fault(thrown))
      .finally(() => this.#gone && this.#closed());
  }

  async #start(start: SessionStart): Promise<void> {
    const token = await this.#identify(this.#upgradeToken ?? start.token);
    if (token === null) return;
    const owner = { workspaceId: token.workspaceId, tokenId: token.id, name: token.name };
    const feed = await this.#context.recorder.start({ owner, start, peer: this });
    if (feed === null) return;
    if (this.#state !== "starting") return feed.detach();
    this.feed = feed;
    this.#state = "feeding";
    const backlog = this.#backlog;
    this.#backlog = [];
    for (const received of backlog) this.#receive(received);
    this.#pauses.remove("starting");
  }

  /** @returns null when it has been sent away */
  async #identify(text: string | null): Promise<VerifiedToken | null> {
    if (this.token !== null) return this.token;
    const token = text === null ? null : await this.#context.verify(text);
    if (this.#state === "leaving") return null;
    if (token === null) throw new ProtocolError("unauthorized", "The token is missing, wrong or revoked.");
    if (token.kind !== "robot" || !token.scopes.includes("record")) {
      throw new ProtocolError("forbidden", "This token may not record.");
    }
    if (this.token === null) {
      this.token = token;
      this.#context.admitted(this);
    }
    return this.token;
  }

  #next({ data, isBinary }: Received): void {
    const { feed } = this;
    if (feed === null) return;
    const frame = this.#decode(feed, data, isBinary);
    if (frame.type === "session_start") {
      throw new ProtocolError("unexpected_message", "A connection carries one session.");
    }
    this.#throttle(data.byteLength, frame.type === "data" ? frame.items.length : 1);
    if (frame.type === "session_end") feed.end(frame);
    else feed.take(frame);
  }

  #decode(feed: Feed, data: Buffer, isBinary: boolean): ClientFrame {
    if (!isBinary) return decodeClientText(frameText(data), feed.numbered ? 2 : 1);
    if (!feed.numbered) throw new ProtocolError("unexpected_message", "Protocol 1 has no binary frames.");
    return decodeClientBinary(aligned(data), this.#announced);
  }

  /** Reads on when this much is paid for. */
  #throttle(bytes: number, messages: number): void {
    const waitMs = this.#rates.data(bytes, messages, this.#context.clock.monotonic());
    if (waitMs === 0 || this.#rateTimer !== null) return;
    this.#pauses.add("rate");
    this.#rateTimer = setTimeout(() => {
      this.#rateTimer = null;
      this.#pauses.remove("rate");
    }, waitMs);
  }

  #control(answer?: () => void): void {
    if (this.#state === "leaving") return;
    if (this.#rates.control(this.#context.clock.monotonic())) return answer?.();
    this.fail(new ProtocolError("rate_limited", "Too many pings."));
  }

  #readBytes(chunk: Buffer): void {
    if (this.#state === "leaving") return;
    const { fragmentsMax } = this.#context.limits;
    if (this.#rates.fragments(chunk) > fragmentsMax) {
      this.fail(new ProtocolError("too_complex", `A message may come in ${fragmentsMax} parts.`));
    } else if (this.#state === "waiting" && this.#rates.bytes > PROTOCOL_LIMITS.firstFrameBytesMax * 2) {
      this.fail(firstTooLarge());
    }
  }

  /** What is wrong with one message alone is told; everything else ends the connection. */
  #guard(work: () => void): void {
    try {
      work();
    } catch (thrown) {
      this.#fault(thrown);
    }
  }

  #fault(thrown: unknown): void {
    if (!(thrown instanceof ProtocolError)) return this.#ourFault(thrown);
    if (thrown.fatal) return this.fail(thrown);
    if (!this.#rates.fault(this.#context.clock.monotonic())) {
      return this.fail(new ProtocolError("rate_limited", "Too many messages could not be read."));
    }
    this.send(serverError(thrown));
  }

  #ourFault(thrown: unknown): void {
    const away = databaseFault(thrown) !== null;
    if (!away) this.#context.report.error("socket", describeError(thrown));
    const why = away ? "The register cannot be reached right now" : "Something failed on the server";
    this.fail(new ProtocolError("internal", `${why}; come back and resume.`));
  }

  /** Nothing that comes counts any more. */
  #leave(): void {
    this.#state = "leaving";
    clearTimeout(this.#deadline);
    if (this.#rateTimer !== null) clearTimeout(this.#rateTimer);
    this.#rateTimer = null;
    this.#backlog = [];
    this.feed?.detach();
    this.#ws.resume();
  }

  #closed(): void {
    this.#gone = true;
    // What came before the end goes into the recording first.
    if (this.#state === "starting") return;
    this.#leave();
    this.#context.closed(this);
  }
}

/**
 * An ack as its whole WebSocket frame: one short text in one write. By way of `ws` it is two buffers in a gathered write, which was the
 * largest cost of a busy server. Without compression `ws` writes each of its own frames at once, so this one cannot end up inside of another.
 */
function ackFrame({ seq, credit }: Ack): string {
  const text = `{"type":"ack","seq":${seq},"credit":${credit}}`;
  return `\x81${String.fromCharCode(text.length)}${text}`;
}

function firstTooLarge(): ProtocolError {
  return new ProtocolError(
    "frame_too_large",
    `A session_start may have ${PROTOCOL_LIMITS.firstFrameBytesMax} bytes.`,
  );
}

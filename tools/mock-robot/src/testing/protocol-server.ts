import type { AddressInfo } from "node:net";
import { AnnouncedTopics, decodeClientBinary } from "@retake/protocol/binary";
import { closeReason } from "@retake/protocol/close-codes";
import { ProtocolError, type ProtocolErrorCode } from "@retake/protocol/errors";
import type { ClientFrame, DataItem, ServerMessage, SessionStart } from "@retake/protocol/messages";
import { contentHash, SequenceGate } from "@retake/protocol/sequence";
import { decodeClientText, encodeServerText, serverError } from "@retake/protocol/text";
import { TopicTable } from "@retake/protocol/topic-table";
import { type WebSocket, WebSocketServer } from "ws";

export interface KeptSession {
  start: SessionStart;
  gate: SequenceGate;
  table: TopicTable;
  /** Accepted, in order; refused ones too. */
  items: DataItem[];
  acked: number;
  ended: Extract<ServerMessage, { type: "session_ended" }> | null;
  socket: WebSocket | null;
}

export interface ProtocolServerOptions {
  token?: string;
  credit?: number;
  /** False: nothing is acked until {@link ProtocolServer.ackAll}. */
  acks?: boolean;
  /** Called for every frame before it is read; true: it is thrown away, as a network does with the rest of a cut line. */
  onFrame?: (socket: WebSocket, connection: number) => boolean;
}

/** The server side of PROTOCOL.md in memory: what a client is tested against. It forgets nothing it has acked. */
export class ProtocolServer {
  readonly sessions = new Map<string, KeptSession>();
  readonly starts: SessionStart[] = [];
  readonly #options: ProtocolServerOptions;
  readonly #sockets: WebSocketServer;
  acks: boolean;
  connections = 0;

  private constructor(options: ProtocolServerOptions, sockets: WebSocketServer) {
    this.#options = options;
    this.acks = options.acks ?? true;
    this.#sockets = sockets;
    sockets.on("connection", (socket, request) => {
      const connection = ++this.connections;
      const token = options.token;
      if (token !== undefined && request.headers.authorization !== `Bearer ${token}`) {
        return this.#refuse(socket, new ProtocolError("unauthorized", "The token is wrong."));
      }
      this.#serve(socket, connection);
    });
  }

  static async listen(options: ProtocolServerOptions = {}, port = 0): Promise<ProtocolServer> {
    const sockets = new WebSocketServer({
      host: "127.0.0.1",
      port,
      path: "/ws/ingest",
      perMessageDeflate: false,
    });
    await new Promise((resolve) => sockets.once("listening", resolve));
    return new ProtocolServer(options, sockets);
  }

  get port(): number {
    return (this.#sockets.address() as AddressInfo).port;
  }

  get url(): string {
    return `ws://127.0.0.1:${this.port}/ws/ingest`;
  }

  session(id: string): KeptSession {
    const session = this.sessions.get(id);
    if (session === undefined) throw new Error(`no session ${id}`);
    return session;
  }

  say(id: string, message: ServerMessage): void {
    this.session(id).socket?.send(encodeServerText(message));
  }

  ackAll(): void {
    for (const session of this.sessions.values()) this.#ack(session);
  }

  cutAll(): void {
    for (const socket of this.#sockets.clients) socket.terminate();
  }

  closeAll(code: number): void {
    for (const socket of this.#sockets.clients) socket.close(code);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.cutAll();
    await new Promise((resolve) => this.#sockets.close(resolve));
  }

  #serve(socket: WebSocket, connection: number): void {
    const announced = new AnnouncedTopics();
    let session: KeptSession | null = null;
    socket.on("message", (data: Buffer, isBinary) => {
      if (this.#options.onFrame?.(socket, connection) === true) return;
      try {
        const frame: ClientFrame = isBinary ? decodeClientBinary(data, announced) : decodeClientText(data);
        if (frame.type === "session_start") session = this.#start(socket, frame);
        else if (session === null) throw new ProtocolError("unexpected_message", "session_start comes first");
        else this.#take(socket, session, frame);
      } catch (error) {
        if (!(error instanceof ProtocolError)) throw error;
        this.#refuse(socket, error);
      }
    });
  }

  #start(socket: WebSocket, start: SessionStart): KeptSession | null {
    this.starts.push(start);
    const known = this.sessions.get(start.session_id);
    if (known !== undefined && !start.resume) throw new ProtocolError("session_exists", "It exists.");
    if (known?.ended) {
      socket.send(encodeServerText(known.ended));
      socket.close(1000);
      return null;
    }
    const session = known ?? {
      start,
      gate: new SequenceGate(),
      table: new TopicTable(),
      items: [],
      acked: 0,
      ended: null,
      socket: null,
    };
    session.table.declare(start.topics);
    session.gate.reconnected();
    this.sessions.set(start.session_id, session);
    session.socket?.close(4410);
    session.socket = socket;
    // Everything accepted is durable here.
    session.acked = session.gate.wanted - 1;
    if (start.protocol === 1) return session;
    const { session_id } = start;
    const told = { session_id, resume_from: session.gate.wanted, credit: this.#credit };
    socket.send(encodeServerText({ type: "session_started", ...told }));
    return session;
  }

  #take(socket: WebSocket, session: KeptSession, frame: ClientFrame): void {
    if (frame.type === "session_end") return this.#end(socket, session, frame.last_seq);
    if (frame.type !== "data") return;
    session.table.declare(frame.declared);
    for (const raw of frame.items) {
      const item = session.table.check(raw);
      if (session.start.protocol === 2 && !this.#isWanted(socket, session, item)) continue;
      session.items.push(item);
      if (item.type === "refused") socket.send(encodeServerText(serverError(item)));
    }
    if (this.acks) this.#ack(session);
  }

  #isWanted(socket: WebSocket, { gate, acked }: KeptSession, item: DataItem): boolean {
    if ((item.seq ?? 0) > acked + this.#credit)
      throw new ProtocolError("credit_exceeded", "Too many un-acked.");
    const verdict = gate.offer(item.seq, contentHash(item));
    if (verdict === "conflict" || verdict === "missing") {
      throw new ProtocolError(verdict === "missing" ? "seq_missing" : "conflict", verdict);
    }
    if (verdict === "gap") {
      socket.send(encodeServerText(serverError(new ProtocolError("gap", "A gap."), gate.wanted)));
    }
    return verdict === "accept";
  }

  #end(socket: WebSocket, session: KeptSession, lastSeq: number | null): void {
    if (lastSeq !== null && session.gate.wanted <= lastSeq) {
      socket.send(encodeServerText(serverError(new ProtocolError("gap", "A gap."), session.gate.wanted)));
      return;
    }
    const messages = session.items.filter(({ type }) => type === "message");
    session.ended = {
      type: "session_ended",
      session_id: session.start.session_id,
      messages: messages.length,
      frames: messages.filter((item) => item.type === "message" && item.data_type === "image").length,
      dropped: session.items.filter(({ type }) => type === "refused").length,
    };
    if (session.start.protocol === 2) {
      this.#ack(session);
      socket.send(encodeServerText(session.ended));
    }
    socket.close(1000);
  }

  #ack(session: KeptSession): void {
    if (session.start.protocol === 1 || session.gate.wanted - 1 === session.acked) return;
    session.acked = session.gate.wanted - 1;
    session.socket?.send(encodeServerText({ type: "ack", seq: session.acked, credit: this.#credit }));
  }

  #refuse(socket: WebSocket, error: ProtocolError): void {
    socket.send(encodeServerText(serverError(error)));
    if (error.close !== null) socket.close(error.close, closeReason(error.message));
  }

  get #credit(): number {
    return this.#options.credit ?? 1_000;
  }
}

/** Refuses every start with this error, as a server does that has no place. */
export function fatalError(code: ProtocolErrorCode): ServerMessage {
  return serverError(new ProtocolError(code, code));
}

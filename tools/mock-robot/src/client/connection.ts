import type { ServerMessage, SessionEnd, SessionStart } from "@retake/protocol/messages";
import { decodeServerText, encodeClientText } from "@retake/protocol/text";
import { FrameWriter, type WireForm } from "./frame-writer.ts";
import { DEFAULTS, type RobotHooks } from "./options.ts";
import type { Outbox } from "./outbox.ts";
import type { OpenSocket, RobotSocket } from "./robot-socket.ts";
import type { Timers } from "./timers.ts";

export interface ConnectionOptions {
  url: string;
  token: string | null;
  start: SessionStart;
  form: WireForm;
  outbox: Outbox;
  hooks: RobotHooks;
  openSocket: OpenSocket;
  timers: Timers;
  heartbeatMs: number;
  /** An open socket in protocol 1. In protocol 2 `session_started` comes as a message. */
  opened(): void;
  message(message: ServerMessage): void;
  /** The server said what no server says. */
  nonsense(error: unknown): void;
  /** A frame has left. */
  sent(): void;
  /** Exactly once, unless {@link Connection.abandon} came first. */
  closed(code: number, reason: string): void;
}

/** Heartbeats without a sign of life after which the line is taken for dead, and without an answer to `session_start`. */
const SILENT_BEATS_MAX = 2;
const START_BEATS_MAX = 3;

/** One connection: says `session_start`, writes what may be sent while there is room, and notices when nobody is there any more. */
export class Connection {
  readonly #options: ConnectionOptions;
  readonly #socket: RobotSocket;
  readonly #writer: FrameWriter;
  #over = false;
  #started = false;
  #held = false;
  #endSent = false;
  #silentBeats = 0;
  #startBeats = 0;
  #end: SessionEnd | null = null;
  #stopBeat: () => void = () => undefined;
  sentItems = 0;
  sentBytes = 0;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#writer = new FrameWriter(options.form, options.start.topics);
    this.#socket = options.openSocket(options.url, options.token, {
      open: () => this.#opened(),
      message: (frame) => this.#received(frame),
      alive: () => (this.#silentBeats = 0),
      close: (code, reason) => this.#closed(code, reason),
    });
    this.#beat();
  }

  get isBegun(): boolean {
    return this.#started;
  }

  get endSent(): boolean {
    return this.#endSent;
  }

  /** Data may be sent from now on. */
  begin(): void {
    this.#started = true;
  }

  /** Sends nothing more until told otherwise: the server has asked for it. */
  hold(held: boolean): void {
    this.#held = held;
  }

  /** Earlier numbers are wanted; the end is said again behind them. */
  startOver(): void {
    this.#writer.startOver();
    this.#endSent = false;
  }

  /** Writes what may be sent now; the rest follows when the socket has room. `end` goes out behind the last item. */
  flush(end: SessionEnd | null): void {
    this.#end = end;
    if (this.#over || !this.#started || this.#held) return;
    while (this.#socket.waitingBytes < DEFAULTS.socketBytesMax) {
      const written = this.#writer.write(this.#options.outbox);
      if (written === null) {
        this.#sendEnd(end);
        return;
      }
      const { frame, items } = written;
      const bytes = typeof frame === "string" ? Buffer.byteLength(frame) : frame.byteLength;
      this.sentItems += items.length;
      this.sentBytes += bytes;
      this.#socket.send(frame, () => this.#left());
      this.#options.hooks.onSent?.(items[0]?.seq ?? null, items.length, bytes);
    }
  }

  terminate(): void {
    if (!this.#over) this.#socket.terminate();
  }

  /** Closes without telling anybody. */
  abandon(code: number, reason: string): void {
    if (this.#over) return;
    this.#finish();
    this.#socket.close(code, reason);
  }

  #left(): void {
    if (this.#over) return;
    this.#options.sent();
    this.flush(this.#end);
  }

  #sendEnd(end: SessionEnd | null): void {
    const { outbox } = this.#options;
    if (end === null || this.#endSent || outbox.waiting > outbox.inFlight) return;
    this.#endSent = true;
    const lastSeq = this.#options.start.protocol === 2 ? outbox.last : null;
    this.#socket.send(encodeClientText({ ...end, last_seq: lastSeq }), () => undefined);
  }

  #opened(): void {
    if (this.#over) return;
    this.#socket.send(encodeClientText(this.#options.start), () => undefined);
    this.#options.opened();
  }

  #received(frame: string | Uint8Array): void {
    if (this.#over) return;
    this.#silentBeats = 0;
    let message: ServerMessage | null;
    try {
      message = decodeServerText(frame);
    } catch (error) {
      this.#options.nonsense(error);
      return;
    }
    if (message === null) return;
    this.#options.hooks.onMessage?.(message);
    this.#options.message(message);
  }

  #closed(code: number, reason: string): void {
    if (this.#over) return;
    this.#finish();
    this.#options.hooks.onClose?.(code, reason);
    this.#options.closed(code, reason);
  }

  #finish(): void {
    this.#over = true;
    this.#stopBeat();
  }

  #beat(): void {
    const { heartbeatMs, timers } = this.#options;
    if (heartbeatMs <= 0) return;
    this.#stopBeat = timers.after(heartbeatMs, () => {
      if (this.#over) return;
      this.#startBeats += this.#started ? 0 : 1;
      if (this.#silentBeats >= SILENT_BEATS_MAX || this.#startBeats >= START_BEATS_MAX) {
        this.#socket.terminate();
        this.#closed(1006, "no sign of life");
        return;
      }
      this.#silentBeats++;
      this.#socket.ping();
      this.#beat();
    });
  }
}

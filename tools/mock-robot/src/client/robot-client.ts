import { mayReconnect } from "@retake/protocol/close-codes";
import type { ServerError, ServerMessage, SessionEnd, SessionStart } from "@retake/protocol/messages";
import { Connection } from "./connection.ts";
import { DEFAULTS, type FinishedSession, type RobotClientOptions, type RobotStats } from "./options.ts";
import { NumberedOutbox, type Outbox, PlainOutbox } from "./outbox.ts";
import type { OutgoingItem } from "./outgoing.ts";
import { ReturnPlan } from "./return-plan.ts";
import { asRobotFailure, closeFailure, errorFailure, RobotFailure } from "./robot-failure.ts";
import { openWebSocket } from "./robot-socket.ts";
import { Settled } from "./settled.ts";
import { Tally } from "./tally.ts";
import { realTimers, type Timers } from "./timers.ts";

/** Errors before a session has begun that do not mean that `session_start` was wrong. */
const NOT_OF_THE_START = new Set(["storage_full", "gap"]);

/**
 * A robot's end of one session: connects, sends within the credit, keeps everything until it is acked, comes back after a cut
 * with growing pauses and goes on where the server wants it. `send` never waits: it says no when its memory is full.
 * All promises fail with a {@link RobotFailure}.
 */
export class RobotClient {
  readonly #options: RobotClientOptions;
  readonly #protocol: 1 | 2;
  readonly #timers: Timers;
  readonly #plan: ReturnPlan;
  readonly #numbered: NumberedOutbox | null;
  readonly #outbox: Outbox;
  readonly #tally = new Tally();
  readonly #started = new Settled<void>();
  readonly #finished = new Settled<FinishedSession>();
  #connection: Connection | null = null;
  #connections = 0;
  /** Numbers that others have used in this session before this client. */
  #before = 0;
  /** The server may know of the session by us, so a new connection resumes it. */
  #announced: boolean;
  #end: SessionEnd | null = null;
  #done = false;
  #failure: RobotFailure | null = null;
  #lastError: ServerError | null = null;
  #errors = 0;
  #earlier = { items: 0, bytes: 0 };
  #isFull = false;
  #roomWaiters: (() => void)[] = [];
  #flushAsked = false;
  #stopTimer: () => void = () => undefined;

  /** @throws TypeError for binary frames in protocol 1 */
  constructor(options: RobotClientOptions) {
    const { protocol = 2, form, resume = false, acked, limits } = options;
    if (protocol === 1 && form === "binary") throw new TypeError("Binary frames need protocol 2.");
    this.#options = options;
    this.#protocol = protocol;
    this.#timers = options.timers ?? realTimers;
    this.#plan = new ReturnPlan(options);
    this.#announced = resume;
    const bounds = { ...DEFAULTS.limits, ...limits };
    // A session of our own begins at 1: a server that says otherwise speaks of somebody else's.
    this.#numbered = protocol === 2 ? new NumberedOutbox(bounds, acked ?? (resume ? undefined : 0)) : null;
    this.#outbox = this.#numbered ?? new PlainOutbox(bounds);
  }

  /** Resolves when the first connection may send. */
  start(): Promise<void> {
    this.#plan.begin();
    this.#orFail(() => this.#connect());
    return this.#started.promise;
  }

  /** Takes a message or mark, also before {@link start}. False when memory is full: see {@link room}. @throws RobotFailure */
  send(item: OutgoingItem): boolean {
    if (this.#failure !== null) throw this.#failure;
    if (this.#end !== null) throw new TypeError("Nothing can be sent behind the end.");
    if (!this.#outbox.push(item)) {
      this.#isFull = true;
      return false;
    }
    this.#tally.add(item);
    this.#flushSoon();
    return true;
  }

  /** Resolves when {@link send} may be tried again. */
  room(): Promise<void> {
    if (this.#failure !== null) return Promise.reject(this.#failure);
    if (!this.#isFull) return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.#roomWaiters.push(() => (this.#failure === null ? resolve() : reject(this.#failure)));
    });
  }

  /** Sends what is left and the end, over as many connections as it takes, and waits for the server's word. */
  finish({
    outcome = null,
    totalReward = null,
  }: { outcome?: SessionEnd["outcome"]; totalReward?: number | null } = {}): Promise<FinishedSession> {
    this.#end ??= { type: "session_end", outcome, total_reward: totalReward, last_seq: null };
    this.#flushSoon();
    return this.#finished.promise;
  }

  /** Breaks the line, as a network does; the client comes back by itself. */
  cut(): void {
    this.#connection?.terminate();
  }

  /** Leaves without an end: the session stays cut off. What is not acked is given up. */
  stop(): void {
    this.#fail(new RobotFailure("cancelled", "The robot left without ending its session."));
  }

  get failure(): RobotFailure | null {
    return this.#failure;
  }

  get stats(): RobotStats {
    const { messages, marks, refused } = this.#tally;
    return {
      taken: messages + marks,
      sent: this.#earlier.items + (this.#connection?.sentItems ?? 0),
      sentBytes: this.#earlier.bytes + (this.#connection?.sentBytes ?? 0),
      acked: this.#numbered === null ? 0 : Math.max(0, this.#numbered.window.acked - this.#before),
      inFlight: this.#outbox.inFlight,
      waiting: this.#outbox.waiting,
      refused,
      reconnects: Math.max(0, this.#connections - 1),
    };
  }

  #connect(): void {
    const { url, token, form, hooks, openSocket, heartbeatMs } = this.#options;
    this.#lastError = null;
    this.#connection = new Connection({
      url,
      token,
      start: this.#startMessage(),
      form: form ?? (this.#protocol === 2 ? "binary" : "text"),
      outbox: this.#outbox,
      hooks: hooks ?? {},
      openSocket: openSocket ?? openWebSocket,
      timers: this.#timers,
      heartbeatMs: heartbeatMs ?? DEFAULTS.heartbeatMs,
      opened: () => {
        this.#announced = true;
        if (this.#protocol === 1) this.#begun(1, Number.POSITIVE_INFINITY);
      },
      message: (message) => this.#orFail(() => this.#received(message)),
      nonsense: (error) => this.#fail(asRobotFailure(error)),
      sent: () => {
        if (this.#protocol === 1) this.#madeRoom();
      },
      closed: (code, reason) => this.#closed(code, reason),
    });
  }

  #startMessage(): SessionStart {
    const { sessionId, topics, robotType, fps, task, operator } = this.#options.session;
    return {
      type: "session_start",
      session_id: sessionId,
      robot_type: robotType ?? null,
      fps: fps ?? null,
      topics: topics ?? [],
      task: task ?? null,
      operator: operator ?? null,
      protocol: this.#protocol,
      resume: this.#announced,
      token: null,
    };
  }

  #received(message: ServerMessage): void {
    switch (message.type) {
      case "session_started":
        return this.#resumed(message.resume_from, message.credit);
      case "ack":
        this.#numbered?.window.ack(message.seq, message.credit);
        this.#numbered?.released();
        this.#options.hooks?.onAck?.(message.seq, message.credit);
        this.#madeRoom();
        return this.#flush();
      case "backpressure":
        return this.#advised(message.action === "slow_down");
      case "error":
        return this.#erred(message);
      case "going_away":
        this.#plan.asked(message.reconnect_after_ms);
        return this.#connection?.hold(true);
      case "session_ended":
        if (this.#end === null) throw endedByOthers();
        return this.#succeed(this.#tally.settle(message, this.#before));
    }
  }

  #resumed(resumeFrom: number, credit: number): void {
    const numbered = this.#numbered;
    if (numbered === null) return;
    const isFirst = !this.#plan.hadSession;
    if (isFirst && this.#options.resume !== true && resumeFrom !== 1) throw notOurs(this.#sessionId);
    const { lost } = numbered.window.resume(resumeFrom, credit);
    if (lost > 0) throw lostByServer(lost);
    numbered.released();
    if (isFirst) this.#before = this.#options.acked ?? resumeFrom - 1;
    this.#madeRoom();
    this.#begun(resumeFrom, credit);
  }

  #begun(resumeFrom: number, credit: number): void {
    this.#connections++;
    this.#plan.started();
    this.#connection?.begin();
    this.#options.hooks?.onStarted?.(resumeFrom, credit);
    this.#started.resolve();
    this.#flushSoon();
  }

  /** Binding in protocol 2 is the credit alone. */
  #advised(slowDown: boolean): void {
    if (this.#protocol === 2) return;
    this.#stopTimer();
    this.#connection?.hold(slowDown);
    if (slowDown) this.#stopTimer = this.#timers.after(DEFAULTS.slowDownMsMax, () => this.#advised(false));
    else this.#flush();
  }

  #erred(error: ServerError): void {
    this.#options.hooks?.onError?.(error);
    if (error.fatal) this.#lastError = error;
    if (error.code === "gap" && error.wanted !== null && this.#numbered !== null) {
      this.#numbered.window.gap(error.wanted);
      this.#connection?.startOver();
      return this.#flush();
    }
    if (error.fatal || NOT_OF_THE_START.has(error.code)) return;
    this.#errors++;
    if (error.seq !== null) this.#tally.refused++;
    const begun = this.#protocol === 2 && this.#connection?.isBegun === true;
    if (!begun && this.#protocol === 2) throw errorFailure(error);
  }

  #closed(code: number, reason: string): void {
    const { sentItems = 0, sentBytes = 0, endSent = false } = this.#connection ?? {};
    this.#earlier = { items: this.#earlier.items + sentItems, bytes: this.#earlier.bytes + sentBytes };
    this.#connection = null;
    this.#stopTimer();
    this.#numbered?.window.disconnect();
    if (this.#done || this.#failure !== null) return;
    if (this.#protocol === 1 && code === 1000 && endSent) {
      return this.#succeed(this.#tally.settlePlain({ connections: this.#connections, errors: this.#errors }));
    }
    // An end whose answer was lost on the way is asked for again.
    const endUnanswered = code === 1000 && endSent;
    if (!mayReconnect(code) && !endUnanswered) return this.#fail(closeFailure(code, reason, this.#lastError));
    const pause = this.#plan.pause();
    if (pause === null) return this.#fail(unreachable(this.#options.url, reason, this.#plan.hadSession));
    this.#options.hooks?.onRetry?.(pause, reason);
    this.#stopTimer = this.#timers.after(pause, () => this.#orFail(() => this.#connect()));
  }

  #flushSoon(): void {
    if (this.#flushAsked) return;
    this.#flushAsked = true;
    // What is handed over together goes out together.
    queueMicrotask(() => {
      this.#flushAsked = false;
      this.#flush();
    });
  }

  #flush(): void {
    this.#orFail(() => this.#connection?.flush(this.#end));
  }

  #madeRoom(): void {
    if (!this.#isFull) return;
    this.#isFull = false;
    this.#wakeWaiters();
    this.#options.hooks?.onRoom?.();
  }

  #wakeWaiters(): void {
    const waiters = this.#roomWaiters;
    this.#roomWaiters = [];
    for (const wake of waiters) wake();
  }

  #succeed(finished: FinishedSession): void {
    this.#done = true;
    this.#stopTimer();
    // The server closes with 1000; one that does not is not waited for.
    this.#connection?.abandon(1000, "");
    this.#finished.resolve(finished);
  }

  #orFail(act: () => void): void {
    try {
      act();
    } catch (error) {
      this.#fail(asRobotFailure(error));
    }
  }

  #fail(failure: RobotFailure): void {
    if (this.#done || this.#failure !== null) return;
    this.#failure = failure;
    this.#stopTimer();
    this.#connection?.abandon(1000, "");
    this.#started.reject(failure);
    this.#finished.reject(failure);
    this.#wakeWaiters();
  }

  get #sessionId(): string {
    return this.#options.session.sessionId;
  }
}

function notOurs(sessionId: string): RobotFailure {
  const message = `Session ${sessionId} exists already and is not ours; choose another name, or resume it.`;
  return new RobotFailure("conflict", message, { wireCode: "session_exists" });
}

function lostByServer(count: number): RobotFailure {
  const message = `The server has lost ${count} messages that it had confirmed. The session cannot go on.`;
  return new RobotFailure("corrupt_data", message);
}

function endedByOthers(): RobotFailure {
  return new RobotFailure("conflict", "The session has been ended, but not by this robot.");
}

function unreachable(url: string, reason: string, hadSession: boolean): RobotFailure {
  const since = hadSession ? "The connection could not be restored" : "No connection";
  const why = reason === "" ? "" : `: ${reason}`;
  return new RobotFailure("unavailable", `${since} to ${url}${why}.`);
}

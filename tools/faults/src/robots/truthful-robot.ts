import { openWebSocket, RobotClient, type RobotHooks } from "@retake/mock-robot/client";
import { itemOf, RATE_HZ, TOPICS } from "./content.ts";
import { Ledger } from "./ledger.ts";

export interface TruthfulRobotOptions {
  name: string;
  /** Makes its content differ from that of others. */
  number: number;
  token: string;
  /** Where the door is now: asked before every connection. */
  door: () => string;
  /** Items handed over a second. */
  perSecond: number;
  hooks?: RobotHooks;
  form?: "binary" | "text";
  protocol?: 1 | 2;
  heartbeatMs?: number;
  /** Numbers in [0, 1), for the pauses between connections. */
  random: () => number;
}

const TICK_MS = 20;
/** Short, so that a run is not mostly waiting. */
const BACKOFF = { firstMs: 50, maxMs: 500 };

/** A robot that streams, keeps its own books, and is left alone by whoever breaks things around it. */
export class TruthfulRobot {
  /** Of every session, the last one being recorded. */
  readonly ledgers: Ledger[] = [];
  /** Connections that have begun to send, over all sessions. */
  starts = 0;
  readonly errors: string[] = [];
  readonly closes: number[] = [];
  wentAway = 0;
  readonly #options: TruthfulRobotOptions;
  #client: RobotClient | null = null;
  #timer: NodeJS.Timeout | null = null;
  #due = 0;

  constructor(options: TruthfulRobotOptions) {
    this.#options = options;
  }

  get ledger(): Ledger {
    const last = this.ledgers.at(-1);
    if (last === undefined) throw new Error(`${this.#options.name} has begun no session`);
    return last;
  }

  /** Numbers acknowledged in all sessions. */
  get acked(): number {
    return this.ledgers.reduce((sum, { acked }) => sum + acked, 0);
  }

  /** Why its session cannot go on. */
  get failure(): Error | null {
    return this.#client?.failure ?? null;
  }

  /** Begins a new session and streams into it. Settles when the door has let it in. */
  async begin(): Promise<void> {
    const { name, number, token, door, form = "binary", protocol = 2, heartbeatMs, random } = this.#options;
    const ledger = new Ledger(`${name}-${this.ledgers.length + 1}`);
    const client = new RobotClient({
      url: door(),
      token,
      form,
      protocol,
      random,
      session: { sessionId: ledger.sessionId, topics: TOPICS, robotType: "truthful", fps: RATE_HZ },
      backoff: BACKOFF,
      giveUp: { firstMs: 600_000, laterMs: 600_000 },
      ...(heartbeatMs === undefined ? {} : { heartbeatMs }),
      openSocket: (_url, ownToken, events) => openWebSocket(door(), ownToken, events),
      hooks: this.#hooks(ledger),
    });
    this.ledgers.push(ledger);
    this.#client = client;
    this.#due = 0;
    this.#timer = setInterval(() => this.#tick(client, ledger, number), TICK_MS);
    await client.start();
  }

  /** Breaks the line, as a network does. */
  cut(): void {
    this.#client?.cut();
  }

  /** Hands over nothing more, and waits for the server's word on the session. @throws RobotFailure; Error when the server doubts it */
  async end(): Promise<void> {
    this.rest();
    const client = this.#client;
    if (client === null) return;
    const { messages, frames, confirmed, doubt } = await client.finish({ outcome: "success" });
    if (!confirmed) throw new Error(`${this.ledger.sessionId}: ${doubt}`);
    this.ledger.acked = this.ledger.handed;
    this.ledger.ended = { messages, frames };
  }

  /** Hands over nothing more; what it has goes on being sent. */
  rest(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }

  /** Leaves for good. */
  leave(): void {
    this.rest();
    this.#client?.stop();
  }

  #tick(client: RobotClient, ledger: Ledger, number: number): void {
    if (client.failure !== null) return this.rest();
    this.#due += (this.#options.perSecond * TICK_MS) / 1_000;
    for (; this.#due >= 1; this.#due--) {
      const item = itemOf(number, ledger.handed + 1);
      if (!client.send(item)) return;
      ledger.add(item);
    }
  }

  #hooks(ledger: Ledger): RobotHooks {
    const { hooks = {} } = this.#options;
    return {
      ...hooks,
      onAck: (seq, credit) => {
        ledger.acked = Math.max(ledger.acked, seq);
        hooks.onAck?.(seq, credit);
      },
      onStarted: (resumeFrom, credit) => {
        this.starts++;
        ledger.acked = Math.max(ledger.acked, resumeFrom - 1);
        hooks.onStarted?.(resumeFrom, credit);
      },
      onError: (error) => {
        this.errors.push(error.code);
        hooks.onError?.(error);
      },
      onMessage: (message) => {
        if (message.type === "going_away") this.wentAway++;
        hooks.onMessage?.(message);
      },
      onClose: (code, reason) => {
        this.closes.push(code);
        hooks.onClose?.(code, reason);
      },
    };
  }
}

import { ProtocolError } from "../errors.ts";

export interface Outgoing<T> {
  seq: number;
  item: T;
}

/** `lost`: so many messages that the server had acked are gone from it. Above 0 nothing can be sent: the session cannot go on. */
export type Resumed = { lost: number };

/**
 * The client's side: keeps every item until it is acked, sends no more than the credit allows, and starts over from where the
 * server wants it. Numbers are given by order; a window that has never been connected takes up the server's count, so a robot
 * that restarts goes on where its session was cut off.
 */
export class OutboundWindow<T> {
  readonly #capacity: number;
  #items: T[] = [];
  /** Acked items at the front of `#items`, thrown away from time to time. */
  #head = 0;
  #acked: number;
  /** The last number sent on this connection, as far as it has not been asked for again. */
  #sent: number;
  /** The last number ever sent. */
  #sentEver: number;
  #credit = 0;
  #numbered: boolean;
  #connected = false;

  /**
   * @param capacity items kept un-acked, sent or not
   * @param acked the last number known as durable, by a client that has kept its items over a restart
   */
  constructor({ capacity, acked }: { capacity: number; acked?: number }) {
    this.#capacity = capacity;
    this.#acked = acked ?? 0;
    this.#sent = this.#acked;
    this.#sentEver = this.#acked;
    this.#numbered = acked !== undefined;
  }

  /** Items not acked yet, sent or not. */
  get unacked(): number {
    return this.#items.length - this.#head;
  }

  /** Items sent on this connection and not acked. */
  get inFlight(): number {
    return this.#sent - this.#acked;
  }

  /** The last number durable on the server. */
  get acked(): number {
    return this.#acked;
  }

  /** The last number in use. */
  get last(): number {
    return this.#acked + this.unacked;
  }

  /** False, and the item not taken, when the window is full: the caller keeps it elsewhere or waits. */
  push(item: T): boolean {
    if (this.unacked >= this.#capacity) return false;
    this.#items.push(item);
    return true;
  }

  /** The next item to send, or null: nothing to send, no credit or no connection. */
  next(): Outgoing<T> | null {
    if (this.inFlight >= this.#credit || this.#sent >= this.last) return null;
    this.#sent++;
    this.#sentEver = Math.max(this.#sentEver, this.#sent);
    return { seq: this.#sent, item: this.#items[this.#head + this.#sent - this.#acked - 1] as T };
  }

  /**
   * A connection has begun: `session_started`. Everything before `resumeFrom` is durable.
   * @throws ProtocolError `bad_ack` when the server wants a number that was never given
   */
  resume(resumeFrom: number, credit: number): Resumed {
    if (!this.#numbered) {
      this.#numbered = true;
      this.#acked = resumeFrom - 1;
      this.#sentEver = this.#acked;
    }
    if (resumeFrom > this.last + 1) throw badAck(resumeFrom - 1);
    const lost = Math.max(0, this.#acked + 1 - resumeFrom);
    if (lost > 0) return { lost };
    this.#release(resumeFrom - 1);
    this.#sent = this.#acked;
    this.#credit = credit;
    this.#connected = true;
    return { lost: 0 };
  }

  /** An older ack, come late, frees nothing. @throws ProtocolError `bad_ack` when nothing of that number was sent */
  ack(seq: number, credit: number): void {
    if (seq > this.#sentEver) throw badAck(seq);
    this.#release(seq);
    // A credit ends with its connection.
    if (this.#connected) this.#credit = credit;
  }

  /** Sends again from `wanted`, which the server says it has not got. */
  gap(wanted: number): void {
    if (wanted > this.#acked && wanted <= this.#sent) this.#sent = wanted - 1;
  }

  /** Nothing is sent until the next {@link resume}. */
  disconnect(): void {
    this.#connected = false;
    this.#credit = 0;
    this.#sent = this.#acked;
  }

  #release(seq: number): void {
    if (seq <= this.#acked) return;
    this.#head += seq - this.#acked;
    this.#acked = seq;
    this.#sent = Math.max(this.#sent, seq);
    this.#sentEver = Math.max(this.#sentEver, seq);
    if (this.#head * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#head);
      this.#head = 0;
    }
  }
}

function badAck(seq: number): ProtocolError {
  return new ProtocolError("bad_ack", `The server confirmed message ${seq}, which was never sent.`);
}

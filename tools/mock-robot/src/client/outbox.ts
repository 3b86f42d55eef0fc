import { OutboundWindow } from "@retake/protocol/sequence";
import { bytesOf, type OutgoingItem } from "./outgoing.ts";

export interface Numbered {
  seq: number | null;
  item: OutgoingItem;
}

/** What waits to be sent or confirmed. */
export interface Outbox {
  /** False, and the item not taken, when it is full. */
  push(item: OutgoingItem): boolean;
  next(): Numbered | null;
  /** Items handed over and not known to be durable (protocol 2) or sent (protocol 1). */
  readonly waiting: number;
  readonly inFlight: number;
  /** Items handed over so far, with those of earlier processes in a resumed session. */
  readonly last: number;
}

export interface OutboxLimits {
  items: number;
  bytes: number;
}

/** Protocol 2: the numbered window of `@retake/protocol`, bounded by bytes as well. */
export class NumberedOutbox implements Outbox {
  readonly window: OutboundWindow<OutgoingItem>;
  readonly #bytesMax: number;
  #bytes = 0;
  /** Of each item in the window, oldest first, from `#head` on. */
  #sizes: number[] = [];
  #head = 0;

  constructor({ items, bytes }: OutboxLimits, acked: number | undefined) {
    this.window = new OutboundWindow({ capacity: items, ...(acked === undefined ? {} : { acked }) });
    this.#bytesMax = bytes;
  }

  get waiting(): number {
    return this.window.unacked;
  }

  get inFlight(): number {
    return this.window.inFlight;
  }

  get last(): number {
    return this.window.last;
  }

  push(item: OutgoingItem): boolean {
    const bytes = bytesOf(item);
    // A single item larger than the bound still gets through, alone.
    if (this.window.unacked > 0 && this.#bytes + bytes > this.#bytesMax) return false;
    if (!this.window.push(item)) return false;
    this.#bytes += bytes;
    this.#sizes.push(bytes);
    return true;
  }

  next(): Numbered | null {
    return this.window.next();
  }

  /** To be called when the window may have let go of items: after an ack or a resume. */
  released(): void {
    while (this.#sizes.length - this.#head > this.window.unacked) {
      this.#bytes -= this.#sizes[this.#head] ?? 0;
      this.#head++;
    }
    if (this.#head * 2 < this.#sizes.length) return;
    this.#sizes = this.#sizes.slice(this.#head);
    this.#head = 0;
  }
}

/** Protocol 1: what has been sent is gone. */
export class PlainOutbox implements Outbox {
  readonly #limits: OutboxLimits;
  #items: OutgoingItem[] = [];
  #head = 0;
  #bytes = 0;
  #taken = 0;

  constructor(limits: OutboxLimits) {
    this.#limits = limits;
  }

  get waiting(): number {
    return this.#items.length - this.#head;
  }

  get inFlight(): number {
    return 0;
  }

  get last(): number {
    return this.#taken;
  }

  push(item: OutgoingItem): boolean {
    const bytes = bytesOf(item);
    const full = this.waiting >= this.#limits.items || this.#bytes + bytes > this.#limits.bytes;
    if (full && this.waiting > 0) return false;
    this.#items.push(item);
    this.#bytes += bytes;
    this.#taken++;
    return true;
  }

  next(): Numbered | null {
    const item = this.#items[this.#head];
    if (item === undefined) return null;
    this.#head++;
    this.#bytes -= bytesOf(item);
    if (this.#head * 2 >= this.#items.length) {
      this.#items = this.#items.slice(this.#head);
      this.#head = 0;
    }
    return { seq: null, item };
  }
}

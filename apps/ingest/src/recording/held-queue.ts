import { type AppError, toAppError } from "@retake/core/errors";
import type { OnDurable } from "@retake/telemetry/log";

/** Something to be made durable, kept until it is. */
export interface HeldOperation {
  /** Sequence numbers it uses. */
  count: number;
  bytes: number;
  /** Gives it to the log; may be called again after a refusal. */
  append(done: OnDurable): void;
  durable(): void;
}

export interface HeldObserver {
  /** The log refuses for now. Said once per time of refusal. */
  blocked(error: AppError): void;
  freed(): void;
  /** The log has no use for it ever: a fault of ours, or another process has taken over. Nothing is held any more. */
  lost(error: AppError): void;
}

/**
 * Keeps what a recording has accepted until the log confirms it, in order, and gives it to the log again after a refusal.
 * Nothing is dropped: whoever fills it looks at `count` and `bytes` and stops reading.
 */
export class HeldQueue {
  readonly #observer: HeldObserver;
  readonly #retryMs: number;
  /** Those before the head are durable, and not held any more. */
  #operations: (HeldOperation | null)[] = [];
  #head = 0;
  /** How many from the head the log has. */
  #appended = 0;
  #count = 0;
  #bytes = 0;
  /** Raised by every refusal, which refuses all that was appended: later answers of that time say nothing new. */
  #generation = 0;
  #refused: AppError | null = null;
  #timer: NodeJS.Timeout | null = null;
  #waiters: (() => void)[] = [];

  constructor(observer: HeldObserver, retryMs: number) {
    this.#observer = observer;
    this.#retryMs = retryMs;
  }

  get count(): number {
    return this.#count;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Why nothing gets durable now. */
  get refused(): AppError | null {
    return this.#refused;
  }

  get empty(): boolean {
    return this.#operations.length === this.#head;
  }

  push(operation: HeldOperation): void {
    this.#operations.push(operation);
    this.#count += operation.count;
    this.#bytes += operation.bytes;
    if (this.#refused === null) this.#appendNext();
  }

  /** Settles when all that is held now, and came while waiting, is durable, or was lost. */
  async drained(): Promise<void> {
    while (!this.empty) await new Promise<void>((resolve) => this.#waiters.push(resolve));
  }

  /** Tries nothing any more. */
  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#clear();
  }

  #appendNext(): void {
    const operation = this.#operations[this.#head + this.#appended];
    if (operation == null) return;
    const generation = this.#generation;
    this.#appended++;
    try {
      operation.append((error) => {
        if (generation !== this.#generation) return;
        if (error === null) return this.#confirm();
        this.#generation++;
        this.#appended = 0;
        this.#refuse(error);
      });
    } catch (thrown) {
      // Too much waits in the log: this one did not get in, those before it did.
      this.#appended--;
      this.#refuse(toAppError(thrown));
    }
  }

  #confirm(): void {
    const operation = this.#operations[this.#head];
    if (operation == null) return;
    this.#operations[this.#head++] = null;
    this.#appended--;
    this.#count -= operation.count;
    this.#bytes -= operation.bytes;
    if (this.#head > 64 && this.#head * 2 > this.#operations.length) {
      this.#operations = this.#operations.slice(this.#head);
      this.#head = 0;
    }
    const freed = this.#refused !== null;
    this.#refused = null;
    operation.durable();
    if (freed) {
      this.#observer.freed();
      while (this.#refused === null && this.#head + this.#appended < this.#operations.length)
        this.#appendNext();
    }
    if (this.empty) this.#wake();
  }

  #refuse(error: AppError): void {
    if (error.code !== "storage_full" && error.code !== "unavailable") {
      this.#clear();
      return this.#observer.lost(error);
    }
    const first = this.#refused?.code !== error.code;
    this.#refused = error;
    // One alone, to ask whether there is space again: the others would be encoded for nothing.
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      this.#appendNext();
    }, this.#retryMs);
    if (first) this.#observer.blocked(error);
  }

  #clear(): void {
    this.#operations = [];
    this.#head = 0;
    this.#appended = 0;
    this.#count = 0;
    this.#bytes = 0;
    this.#refused = null;
    this.#generation++;
    this.#wake();
  }

  #wake(): void {
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const resolve of waiters) resolve();
  }
}

type Reason = "starting" | "held" | "rate";

/** Several may want that a socket is not read; it is read again when none does. */
export class Pauses {
  readonly #reasons = new Set<Reason>();
  readonly #socket: { pause(): void; resume(): void };

  constructor(socket: { pause(): void; resume(): void }) {
    this.#socket = socket;
  }

  get any(): boolean {
    return this.#reasons.size > 0;
  }

  add(reason: Reason): void {
    this.#reasons.add(reason);
    this.#socket.pause();
  }

  remove(reason: Reason): void {
    this.#reasons.delete(reason);
    if (!this.any) this.#socket.resume();
  }
}

import type { Recording } from "./recording.ts";

/** Tells each recording once of all that one group commit has made durable. */
export class AckRound {
  #due = new Set<Recording>();

  add(recording: Recording): void {
    if (this.#due.size === 0) queueMicrotask(() => this.#tell());
    this.#due.add(recording);
  }

  #tell(): void {
    const due = this.#due;
    this.#due = new Set();
    for (const { feed } of due) feed?.ack();
  }
}

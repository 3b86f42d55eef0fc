import type { ItemBatch, OnDurable } from "@retake/telemetry/log";
import type { HeldOperation } from "./held-queue.ts";

/** What a recording does with all of its batches. */
export interface BatchOwner {
  append(batch: ItemBatch, done: OnDurable): void;
  /** @param receivedAt monotonic milliseconds */
  durable(batch: ItemBatch, receivedAt: number): void;
}

/** Items of one recording on their way to the disk. A class: functions made for each frame, and named, were a tenth of its cost. */
export class HeldBatch implements HeldOperation {
  readonly count: number;
  readonly bytes: number;
  readonly #batch: ItemBatch;
  readonly #receivedAt: number;
  readonly #owner: BatchOwner;

  constructor(
    owner: BatchOwner,
    batch: ItemBatch,
    { bytes, receivedAt }: { bytes: number; receivedAt: number },
  ) {
    this.#owner = owner;
    this.#batch = batch;
    this.#receivedAt = receivedAt;
    this.count = batch.items.length;
    this.bytes = bytes;
  }

  append(done: OnDurable): void {
    this.#owner.append(this.#batch, done);
  }

  durable(): void {
    this.#owner.durable(this.#batch, this.#receivedAt);
  }
}

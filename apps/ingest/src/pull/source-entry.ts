import { describeError, type Log } from "../log.ts";
import type { PullSourceRow } from "./episode/pull-episode.ts";
import type { PullRunner, PullStatus } from "./pull-runner.ts";
import type { SourceStore } from "./source-store.ts";

export interface SourceEntryOptions {
  row: PullSourceRow;
  store: SourceStore;
  report: Log;
  writeMs: number;
  runner(changed: () => void): PullRunner;
}

/** One source that is recorded, and its row's state, written at most every `writeMs` and only when it is another. */
export class SourceEntry {
  readonly #options: SourceEntryOptions;
  readonly #runner: PullRunner;
  #written: string | null = null;
  /** The episode that was written to the row. */
  #named: string | null | undefined = undefined;
  #namedAt = 0;
  #writing: Promise<void> | null = null;
  #timer: NodeJS.Timeout | null = null;
  #stopped = false;

  constructor(options: SourceEntryOptions) {
    this.#options = options;
    this.#runner = options.runner(() => this.#schedule());
    this.#runner.start();
  }

  /** Whether it records what the row says: another address, name or task is another source. */
  isOf(row: PullSourceRow | undefined): boolean {
    const mine = this.#options.row;
    return (
      row !== undefined &&
      row.url === mine.url &&
      row.name === mine.name &&
      row.robotType === mine.robotType &&
      row.task === mine.task
    );
  }

  /**
   * A person ends an episode by taking its id out of the row: durable, and without effect on a later one.
   * @param askedAt when the row was asked for, monotonic milliseconds
   */
  see(row: PullSourceRow, askedAt: number): void {
    const { sessionId } = this.#runner.status;
    // A row that was read before it was written to says nothing.
    if (sessionId === null || sessionId !== this.#named || askedAt <= this.#namedAt) return;
    if (row.sessionId === null) this.#runner.cut();
  }

  /** @param last what its row says afterwards; null: another entry goes on with it */
  async stop(last: PullStatus | null): Promise<void> {
    await this.#runner.stop();
    this.#stopped = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#writing;
    if (last !== null) await this.#write(last);
  }

  #schedule(): void {
    if (this.#stopped) return;
    this.#timer ??= setTimeout(() => {
      this.#writing = this.#writeNow().finally(() => {
        this.#timer = null;
        if (JSON.stringify(this.#runner.status) !== this.#written) this.#schedule();
      });
    }, this.#options.writeMs);
  }

  async #writeNow(): Promise<void> {
    const { status } = this.#runner;
    const text = JSON.stringify(status);
    if (text === this.#written) return;
    // The episode only when it is another: a person may have just taken it out.
    const { sessionId, ...rest } = status;
    if (!(await this.#write(sessionId === this.#named ? rest : status))) return;
    this.#written = text;
    if (sessionId !== this.#named) this.#namedAt = performance.now();
    this.#named = sessionId;
  }

  async #write(status: Partial<PullStatus>): Promise<boolean> {
    try {
      await this.#options.store.write(this.#options.row.id, status);
      return true;
    } catch (error) {
      this.#options.report.warn("source not written", describeError(error));
      return false;
    }
  }
}

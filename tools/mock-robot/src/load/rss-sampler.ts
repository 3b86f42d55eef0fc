import { readFile } from "node:fs/promises";

export interface RssReport {
  firstMb: number;
  peakMb: number;
  lastMb: number;
}

const SAMPLE_MS = 1_000;

/** Reads how much memory another process has in use once a second, from Linux's `/proc`. */
export class RssSampler {
  readonly #pid: number;
  readonly #samples: number[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(pid: number) {
    this.#pid = pid;
  }

  /** @throws Error when there is no such process, or no `/proc` */
  async start(): Promise<void> {
    await this.#sample();
    this.#timer = setInterval(() => void this.#sample().catch(() => clearInterval(this.#timer)), SAMPLE_MS);
    this.#timer.unref();
  }

  /** Null when nothing could be read. */
  stop(): RssReport | null {
    clearInterval(this.#timer);
    const [first] = this.#samples;
    const last = this.#samples.at(-1);
    if (first === undefined || last === undefined) return null;
    return { firstMb: first, peakMb: Math.max(...this.#samples), lastMb: last };
  }

  async #sample(): Promise<void> {
    const status = await readFile(`/proc/${this.#pid}/status`, "utf8");
    const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
    if (kilobytes === undefined) throw new Error(`/proc/${this.#pid}/status names no VmRSS`);
    this.#samples.push(Number(kilobytes) / 1_024);
  }
}

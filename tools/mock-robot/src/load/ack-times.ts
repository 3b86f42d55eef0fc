import { LatencyHistogram } from "./latency-histogram.ts";

/** How long acks took: over all, and second by second. */
export class AckTimes {
  readonly all = new LatencyHistogram();
  #second = new LatencyHistogram();
  #tell: (() => void) | null = null;
  #timer: NodeJS.Timeout | undefined;

  add(ms: number): void {
    this.all.add(ms);
    this.#second.add(ms);
  }

  /** Hands over those of the second that has passed, every second, and what is left at the `stop`. */
  tellSeconds(tell: (second: LatencyHistogram) => void): void {
    this.#tell = () => {
      const second = this.#second;
      this.#second = new LatencyHistogram();
      tell(second);
    };
    this.#timer = setInterval(this.#tell, 1_000);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#tell?.();
    this.#tell = null;
  }
}

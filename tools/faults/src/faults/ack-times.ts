import type { RobotHooks } from "@retake/mock-robot/client";

/** How long messages waited for their acks, over all robots whose hooks it made. */
export class AckTimes {
  #millis: number[] = [];

  /** For one session of one robot. */
  hooks(): RobotHooks {
    const sent: { upTo: number; at: number }[] = [];
    return {
      onSent(first, count) {
        if (first !== null) sent.push({ upTo: first + count - 1, at: performance.now() });
      },
      onAck: (seq) => {
        for (let first = sent[0]; first !== undefined && first.upTo <= seq; first = sent[0]) {
          sent.shift();
          this.#millis.push(performance.now() - first.at);
        }
      },
    };
  }

  /** The 50th and 99th of a hundred since the last question, rounded to 0.1 ms. */
  take(): readonly [number, number] {
    const sorted = this.#millis.toSorted((a, b) => a - b);
    this.#millis = [];
    const at = (share: number): number => {
      const found = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
      return Math.round(found * 10) / 10;
    };
    return [at(0.5), at(0.99)];
  }
}

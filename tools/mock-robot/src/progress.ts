import type { RobotStats } from "./client.ts";

export interface ProgressStream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const REDRAW_MS = 250;
const LINE_MS = 5_000;

/** One live line on a terminal, one line every few seconds elsewhere. */
export class Progress {
  readonly #stream: ProgressStream;
  readonly #read: () => RobotStats[];
  readonly #begin = performance.now();
  readonly #timer: NodeJS.Timeout;

  constructor(stream: ProgressStream, read: () => RobotStats[]) {
    this.#stream = stream;
    this.#read = read;
    this.#timer = setInterval(() => this.#draw(), stream.isTTY === true ? REDRAW_MS : LINE_MS);
    this.#timer.unref();
  }

  /** A line of its own, above the live one. */
  note(text: string): void {
    this.#stream.write(this.#stream.isTTY === true ? `\r\x1b[K${text}\n` : `${text}\n`);
  }

  end(): void {
    clearInterval(this.#timer);
    if (this.#stream.isTTY === true) this.#stream.write("\r\x1b[K");
  }

  #draw(): void {
    const text = progressLine(this.#read(), (performance.now() - this.#begin) / 1_000);
    this.#stream.write(this.#stream.isTTY === true ? `\r\x1b[K${text}` : `${text}\n`);
  }
}

export function progressLine(robots: readonly RobotStats[], seconds: number): string {
  const sum = (key: keyof RobotStats): number => robots.reduce((total, stats) => total + stats[key], 0);
  const rate = seconds > 0 ? sum("sent") / seconds : 0;
  const parts = [
    ...(robots.length > 1 ? [`${robots.length} robots`] : []),
    `${seconds.toFixed(1)} s`,
    `sent ${count(sum("sent"))} (${rate.toFixed(0)}/s)`,
    `durable ${count(sum("acked"))}`,
    `in flight ${count(sum("inFlight"))}`,
    ...(sum("waiting") > sum("inFlight") ? [`waiting ${count(sum("waiting") - sum("inFlight"))}`] : []),
    ...(sum("refused") > 0 ? [`refused ${count(sum("refused"))}`] : []),
    `reconnects ${count(sum("reconnects"))}`,
  ];
  return parts.join(" · ");
}

function count(n: number): string {
  return n.toLocaleString("en-US");
}

import { readFile } from "node:fs/promises";

export interface ServerReport {
  firstMb: number;
  peakMb: number;
  lastMb: number;
  /** A tenth of the time apart, the first and the last included. */
  overTimeMb: number[];
  /** How memory grows in the second half, MB a minute (least squares); null: too short to tell. */
  growthMbPerMin: number | null;
  /** Of all its threads. */
  cpuSeconds: number;
}

interface Sample {
  seconds: number;
  mb: number;
  cpuSeconds: number;
}

const SAMPLE_MS = 1_000;
const SHOWN = 10;
/** Over fewer a line says nothing. */
const GROWTH_SAMPLES_MIN = 20;
/** Linux counts CPU time in hundredths of a second, whatever its clock. */
const TICKS_PER_S = 100;

/** Reads how much memory and time another process uses, once a second, from Linux's `/proc`. */
export class ServerSampler {
  readonly #pid: number;
  readonly #samples: Sample[] = [];
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
  async stop(): Promise<ServerReport | null> {
    clearInterval(this.#timer);
    await this.#sample().catch(() => undefined);
    return reportOf(this.#samples);
  }

  async #sample(): Promise<void> {
    const [status, stat] = await Promise.all(
      ["status", "stat"].map((name) => readFile(`/proc/${this.#pid}/${name}`, "utf8")),
    );
    const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(status ?? "")?.[1];
    // Behind the program's name, which may hold anything: utime and stime are the 12th and the 13th.
    const times = stat?.slice(stat.lastIndexOf(")") + 2).split(" ") ?? [];
    if (kilobytes === undefined) throw new Error(`/proc/${this.#pid}/status names no VmRSS`);
    this.#samples.push({
      seconds: performance.now() / 1_000,
      mb: Number(kilobytes) / 1_024,
      cpuSeconds: (Number(times[11]) + Number(times[12])) / TICKS_PER_S,
    });
  }
}

export function reportOf(samples: readonly Sample[]): ServerReport | null {
  const [first] = samples;
  const last = samples.at(-1);
  if (first === undefined || last === undefined) return null;
  const shown = Array.from({ length: SHOWN + 1 }, (_, i) => Math.round((i / SHOWN) * (samples.length - 1)));
  return {
    firstMb: first.mb,
    peakMb: Math.max(...samples.map(({ mb }) => mb)),
    lastMb: last.mb,
    overTimeMb: [...new Set(shown)].map((i) => samples[i]?.mb ?? NaN),
    growthMbPerMin: growthOf(samples.slice(samples.length >> 1)),
    cpuSeconds: last.cpuSeconds - first.cpuSeconds,
  };
}

function growthOf(samples: readonly Sample[]): number | null {
  if (samples.length < GROWTH_SAMPLES_MIN) return null;
  const mean = (of: (sample: Sample) => number): number =>
    samples.reduce((sum, sample) => sum + of(sample), 0) / samples.length;
  const meanS = mean(({ seconds }) => seconds);
  const meanMb = mean(({ mb }) => mb);
  const above = mean(({ seconds, mb }) => (seconds - meanS) * (mb - meanMb));
  const below = mean(({ seconds }) => (seconds - meanS) ** 2);
  return below === 0 ? null : (above / below) * 60;
}

// By hand, beside a running house: `node --import tsx apps/web/test/slow-viewers.long.ts <data folder> [flags]`, some 5 minutes.
// Whether robots wait longer for their acks while one page, or 20, read 1 kB a second: phases of each kind take turns under one load.
import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";
import { comparePhases, quantile, type Comparison, type Counts } from "./fixtures/compare-phases.ts";
import { openSlowViewer } from "./fixtures/slow-viewer.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    robots: { type: "string", default: "20" },
    rounds: { type: "string", default: "10" },
    phase: { type: "string", default: "9" },
    form: { type: "string", default: "binary" },
  },
});
const [folder = "./data"] = positionals;
const [robots, rounds, phaseS] = [Number(values.robots), Number(values.rounds), Number(values.phase)];
/** Viewers of each kind of phase. */
const KINDS = [0, 1, 20] as const;
/** Of each phase's begin, which are not counted: viewers come, each with its first answer of all samples so far, and go. */
const CHANGE_S = 3;

interface Credentials {
  workspace: string;
  robotToken: string;
  apiToken: string;
  webUrl: string;
  ingestUrl: string;
}

const root = path.resolve(import.meta.dirname, "../../..");
const credentials = JSON.parse(await readFile(path.join(folder, "credentials.json"), "utf8")) as Credentials;
const prefix = `slow-${process.pid}`;
const say = (words: string): void => void process.stdout.write(`${words}\n`);

/** Acks by the second in which they came. */
const seconds: { endedAt: number; counts: Counts }[] = [];
const load = startLoad(KINDS.length * rounds * phaseS + 3);
await recording();
const cpu = cpuTimes();
const phases = new Map<number, Counts[]>(KINDS.map((viewers) => [viewers, []]));
let read = 0;
for (let round = 0; round < rounds; round += 1) {
  for (const viewers of round % 2 === 0 ? KINDS : KINDS.toReversed())
    phases.get(viewers)?.push(await play(viewers));
}
const busy = busySince(cpu);
report((await load) as Load);

async function play(count: number): Promise<Counts> {
  const viewers = Array.from({ length: count }, (_, n) =>
    openSlowViewer({ ...credentials, sessionId: `${prefix}-${1 + (n % robots)}` }),
  );
  const begin = performance.now();
  await delay(phaseS * 1_000);
  const end = performance.now();
  for (const viewer of viewers) {
    read += viewer.read();
    viewer.stop();
  }
  const counted = seconds.filter(
    ({ endedAt }) => endedAt - 1_000 >= begin + CHANGE_S * 1_000 && endedAt <= end,
  );
  return counted.flatMap(({ counts }) => counts);
}

interface Load {
  sent: number;
  lost: number;
  failures: string[];
}

async function startLoad(durationS: number): Promise<Load | null> {
  const url = new URL("/ws/ingest", credentials.ingestUrl).href.replace(/^http/, "ws");
  const program = ["scripts/run.mjs", "tools/mock-robot/src/load-cli.ts", "--server-url", url];
  const much = ["--robots", String(robots), "--duration", String(durationS), "--protocol-form", values.form];
  const told = ["--session-prefix", prefix, "--json", "--every-second"];
  const child = spawn(process.execPath, [...program, ...much, ...told], {
    cwd: root,
    env: { ...process.env, RETAKE_TOKEN: credentials.robotToken },
    stdio: ["ignore", "pipe", "ignore"],
  });
  let result: Load | null = null;
  for await (const line of createInterface(child.stdout)) {
    const said = JSON.parse(line) as Load | { ackMs: Counts };
    if ("sent" in said) result = said;
    else seconds.push({ endedAt: performance.now(), counts: said.ackMs });
  }
  return result;
}

/** Waits until the last robot's session is there. */
async function recording(): Promise<void> {
  const headers = { authorization: `Bearer ${credentials.apiToken}` };
  const url = `${credentials.webUrl.replace(/\/$/, "")}/api/v1/sessions/${prefix}-${robots}`;
  while (!(await fetch(url, { headers })).ok) await delay(100);
}

interface CpuTimes {
  idle: number;
  all: number;
}

function cpuTimes(): CpuTimes {
  const times = os.cpus().map((core) => core.times);
  const sum = (of: (each: (typeof times)[number]) => number): number =>
    times.reduce((total, each) => total + of(each), 0);
  return {
    idle: sum(({ idle }) => idle),
    all: sum(({ user, nice, sys, idle, irq }) => user + nice + sys + idle + irq),
  };
}

function busySince(before: CpuTimes): number {
  const now = cpuTimes();
  return 1 - (now.idle - before.idle) / (now.all - before.all);
}

function report({ sent, lost, failures }: Load): void {
  say(`${robots} robots, ${values.form}; ${rounds} phases of ${phaseS} s of each kind, in turns`);
  say(`sent ${sent}, lost ${lost}${failures.map((failure) => `, ${failure}`).join("")}`);
  say(
    `cores ${(busy * 100).toFixed(0)} % busy; slow viewers read ${(read / 1_000).toFixed(0)} kB in all; times are exact to 2 %`,
  );
  for (const [viewers, each] of phases) {
    const acks = each.flat().reduce((sum, [, count]) => sum + count, 0);
    const p99s = each.map((counts) => quantile([counts], 0.99)).toSorted((a, b) => a - b);
    say(
      `${String(viewers).padStart(2)} viewers: ${acks} acks, p50 ${quantile(each, 0.5).toFixed(2)} ms, p99 ${quantile(each, 0.99).toFixed(2)} ms ` +
        `(p99 of single phases ${p99s[0]?.toFixed(1)} to ${p99s.at(-1)?.toFixed(1)})`,
    );
  }
  for (const viewers of KINDS.slice(1)) {
    for (const share of [0.5, 0.99])
      compare(viewers, share, comparePhases(phases.get(0) ?? [], phases.get(viewers) ?? [], share));
  }
}

function compare(viewers: number, share: number, { base, other, ratio, from, to }: Comparison): void {
  const change = (x: number): string => `${x >= 1 ? "+" : "−"}${Math.abs((x - 1) * 100).toFixed(1)} %`;
  say(
    `p${share * 100} with ${viewers} against none: ${other.toFixed(2)} / ${base.toFixed(2)} ms, ${change(ratio)} (95 %: ${change(from)} to ${change(to)})`,
  );
}

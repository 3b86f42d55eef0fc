// By hand: `node --import tsx apps/web/test/slow-viewers.long.ts --house memory,disk [flags]`, some 11 minutes for each house, or with
// `<data folder>` beside a house that runs. Whether robots wait longer for their acks while one page, or 20, read 1 kB a second: short phases
// with and without them take turns under one load, and neighbours are compared. In memory no disk's rare waits are among the acks.
import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";
import {
  compareAll,
  comparePairs,
  type Comparison,
  type Counts,
  median,
  type Pair,
  quantile,
} from "./fixtures/compare-phases.ts";
import { type HousePlace, startOwnHouse } from "./fixtures/own-house.ts";
import { openSlowViewer } from "./fixtures/slow-viewer.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    house: { type: "string", default: "" },
    robots: { type: "string", default: "20" },
    rounds: { type: "string", default: "12" },
    phase: { type: "string", default: "6" },
    form: { type: "string", default: "binary" },
  },
});
const [robots, rounds, phaseS] = [Number(values.robots), Number(values.rounds), Number(values.phase)];
/** Viewers in the phases of a round: each kind stands as often before a phase without any as behind one. */
const ROUND = [0, 1, 1, 0, 0, 20, 20, 0] as const;
/** Of each phase's begin, which are not counted: viewers come, each with its first answer of all samples so far, and go. */
const CHANGE_S = 2;
/** What the promise allows, in percent. */
const CHANGE_MAX = 10;

interface Credentials {
  workspace: string;
  robotToken: string;
  apiToken: string;
  webUrl: string;
  ingestUrl: string;
}

const root = path.resolve(import.meta.dirname, "../../..");
const say = (words: string): void => void process.stdout.write(`${words}\n`);

for (const place of values.house.split(",").filter((name) => name !== "")) {
  await using house = await startOwnHouse(place as HousePlace);
  say(`\na house of its own, in ${place}`);
  await measure(house.folder);
}
if (values.house === "") await measure(positionals[0] ?? "./data");

async function measure(folder: string): Promise<void> {
  const credentials = JSON.parse(
    await readFile(path.join(folder, "credentials.json"), "utf8"),
  ) as Credentials;
  const prefix = `slow-${process.pid}`;
  const load = startLoad(credentials, prefix, ROUND.length * rounds * phaseS + 3);
  await recording(credentials, `${prefix}-${robots}`);
  const cpu = cpuTimes();
  const pairs = new Map<number, Pair[]>();
  const all = new Map<number, Counts[]>();
  let read = 0;
  for (let phase = 0; phase < rounds * ROUND.length; phase += 2) {
    const [first = 0, second = 0] = [0, 1].map((i) => ROUND[(phase + i) % ROUND.length]);
    const counts: Counts[] = [];
    for (const viewers of [first, second]) {
      const played = await play(credentials, prefix, { viewers, acks: load.seconds });
      counts.push(played.counts);
      all.set(viewers, [...(all.get(viewers) ?? []), played.counts]);
      read += played.read;
    }
    const [base = [], other = []] = first === 0 ? counts : counts.toReversed();
    const viewers = first + second;
    pairs.set(viewers, [...(pairs.get(viewers) ?? []), { base, other }]);
  }
  const busy = busySince(cpu);
  report({ load: await load.ended, busy, read, pairs, all });
}

/** Acks by the second in which they came. */
type Seconds = { endedAt: number; counts: Counts }[];

async function play(
  credentials: Credentials,
  prefix: string,
  { viewers: count, acks }: { viewers: number; acks: Seconds },
): Promise<{ counts: Counts; read: number }> {
  const viewers = Array.from({ length: count }, (_, n) =>
    openSlowViewer({ ...credentials, sessionId: `${prefix}-${1 + (n % robots)}` }),
  );
  const begin = performance.now();
  await delay(phaseS * 1_000);
  const end = performance.now();
  let read = 0;
  for (const viewer of viewers) {
    read += viewer.read();
    viewer.stop();
  }
  const counted = acks.filter(({ endedAt }) => endedAt - 1_000 >= begin + CHANGE_S * 1_000 && endedAt <= end);
  return { counts: counted.flatMap(({ counts }) => counts), read };
}

interface Load {
  sent: number;
  lost: number;
  failures: string[];
}

function startLoad(
  { ingestUrl, robotToken }: Credentials,
  prefix: string,
  durationS: number,
): { seconds: Seconds; ended: Promise<Load> } {
  const url = new URL("/ws/ingest", ingestUrl).href.replace(/^http/, "ws");
  const program = ["scripts/run.mjs", "tools/mock-robot/src/load-cli.ts", "--server-url", url];
  const much = ["--robots", String(robots), "--duration", String(durationS), "--protocol-form", values.form];
  const told = ["--session-prefix", prefix, "--json", "--every-second", "--token", robotToken];
  const child = spawn(process.execPath, [...program, ...much, ...told], {
    cwd: root,
    stdio: ["ignore", "pipe", "ignore"],
  });
  const seconds: Seconds = [];
  const listen = async (): Promise<Load> => {
    let result: Load | null = null;
    for await (const line of createInterface(child.stdout)) {
      const said = JSON.parse(line) as Load | { ackMs: Counts };
      if ("sent" in said) result = said;
      else seconds.push({ endedAt: performance.now(), counts: said.ackMs });
    }
    if (result === null) throw new Error("the load ended without a result");
    return result;
  };
  return { seconds, ended: listen() };
}

/** Waits until a robot's session is there. */
async function recording({ apiToken, webUrl }: Credentials, sessionId: string): Promise<void> {
  const headers = { authorization: `Bearer ${apiToken}` };
  const url = `${webUrl.replace(/\/$/, "")}/api/v1/sessions/${sessionId}`;
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

interface Figures {
  load: Load;
  busy: number;
  read: number;
  pairs: ReadonlyMap<number, Pair[]>;
  all: ReadonlyMap<number, Counts[]>;
}

function report({ load, busy, read, pairs, all }: Figures): void {
  const { sent, lost, failures } = load;
  say(`${robots} robots, ${values.form}; ${rounds} rounds of ${ROUND.join(" ")} viewers, ${phaseS} s each`);
  say(`sent ${sent}, lost ${lost}${failures.map((failure) => `, ${failure}`).join("")}`);
  say(
    `cores ${(busy * 100).toFixed(0)} % busy; slow viewers read ${(read / 1_000).toFixed(0)} kB in all; times are exact to 2 %`,
  );
  for (const [viewers, phases] of all) {
    const acks = phases.flat().reduce((sum, [, count]) => sum + count, 0);
    const p99s = phases.map((counts) => quantile([counts], 0.99));
    say(
      `${String(viewers).padStart(2)} viewers: ${acks} acks in ${phases.length} phases; over all p50 ${quantile(phases, 0.5).toFixed(2)} ms, ` +
        `p99 ${quantile(phases, 0.99).toFixed(2)} ms; p99 of a phase ${median(p99s).toFixed(2)} ms (${Math.min(...p99s).toFixed(1)} to ${Math.max(...p99s).toFixed(1)})`,
    );
  }
  for (const [viewers, each] of pairs)
    for (const share of [0.5, 0.99]) {
      compare(viewers, share, "median of pairs", comparePairs(each, share));
      compare(viewers, share, "all acks of the pairs", compareAll(each, share));
    }
}

function compare(
  viewers: number,
  share: number,
  of: string,
  { base, other, ratio, from, to }: Comparison,
): void {
  const percent = (x: number): string => `${x >= 1 ? "+" : "−"}${Math.abs((x - 1) * 100).toFixed(1)} %`;
  const most = 1 + CHANGE_MAX / 100;
  const verdict =
    to < most ? `less than ${CHANGE_MAX} %` : from > most ? `more than ${CHANGE_MAX} %` : "open";
  say(
    `p${share * 100} with ${viewers} against none, ${of}: ${other.toFixed(2)} / ${base.toFixed(2)} ms, ${percent(ratio)} (95 %: ${percent(from)} to ${percent(to)}): ${verdict}`,
  );
}

// By hand, beside a running house: `node --import tsx apps/web/test/slow-viewers.long.ts <data folder> [seconds] [rounds] [robots]`.
// Prints how long robots wait for their acks with and without 20 viewers that read 1 kB a second, in turns on the same house.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { slowFollower, slowPuller, type SlowViewer, type SlowViewerOptions } from "./fixtures/slow-viewer.ts";

const VIEWERS = 20;
const root = path.resolve(import.meta.dirname, "../../..");
const [folder = "./data", secondsText = "20", roundsText = "3", robotsText = "10"] = process.argv.slice(2);

interface Credentials {
  workspace: string;
  robotToken: string;
  apiToken: string;
  webUrl: string;
  ingestUrl: string;
}

interface Load {
  sent: number;
  lost: number;
  ackMs: { p50: number; p99: number; max: number };
}

const credentials = JSON.parse(await readFile(path.join(folder, "credentials.json"), "utf8")) as Credentials;

async function load(prefix: string, whileRunning: () => SlowViewer[]): Promise<{ load: Load; read: number }> {
  const url = new URL("/ws/ingest", credentials.ingestUrl).href.replace(/^http/, "ws");
  const flags = ["--robots", robotsText, "--duration", secondsText, "--session-prefix", prefix, "--json"];
  const child = spawn(
    process.execPath,
    ["scripts/run.mjs", "tools/mock-robot/src/load-cli.ts", "--server-url", url, ...flags],
    {
      cwd: root,
      env: { ...process.env, RETAKE_TOKEN: credentials.robotToken },
      stdio: ["ignore", "pipe", "ignore"],
    },
  );
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
  const ended = once(child, "exit");
  const began = waitForSession(`${prefix}-1`);
  await Promise.race([began, ended]);
  const viewers = whileRunning();
  await ended;
  const read = viewers.reduce((sum, viewer) => sum + viewer.read(), 0);
  for (const viewer of viewers) viewer.stop();
  const line = text.trim().split("\n").at(-1) ?? "";
  return { load: JSON.parse(line) as Load, read };
}

async function waitForSession(sessionId: string): Promise<void> {
  const headers = { authorization: `Bearer ${credentials.apiToken}` };
  while (!(await fetch(`${credentials.webUrl}/api/v1/sessions/${sessionId}`, { headers })).ok) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function viewersOf(prefix: string): SlowViewer[] {
  return Array.from({ length: VIEWERS }, (_, n) => {
    const sessionId = `${prefix}-${1 + (n % Number(robotsText))}`;
    const options: SlowViewerOptions = { ...credentials, sessionId };
    if (n % 2 === 0) return slowFollower(options);
    return slowPuller(options, `/data/${credentials.workspace}/${sessionId}/tail?after=0`);
  });
}

const without: number[] = [];
const withThem: number[] = [];
const say = (words: string): void => void process.stdout.write(`${words}\n`);
for (let round = 1; round <= Number(roundsText); round += 1) {
  const quiet = `slow-${process.pid}-${round}a`;
  const watched = `slow-${process.pid}-${round}b`;
  const a = await load(quiet, () => []);
  const b = await load(watched, () => viewersOf(watched));
  without.push(a.load.ackMs.p99);
  withThem.push(b.load.ackMs.p99);
  say(
    `round ${round}: ack p50/p99 without ${a.load.ackMs.p50.toFixed(1)} / ${a.load.ackMs.p99.toFixed(1)} ms, with ${VIEWERS} slow viewers ` +
      `${b.load.ackMs.p50.toFixed(1)} / ${b.load.ackMs.p99.toFixed(1)} ms; lost ${a.load.lost + b.load.lost}; viewers read ${(b.read / 1000).toFixed(0)} kB`,
  );
}
const median = (values: number[]): number =>
  values.toSorted((x, y) => x - y)[Math.floor(values.length / 2)] ?? NaN;
const change = (median(withThem) / median(without) - 1) * 100;
say(
  `median of p99: ${median(without).toFixed(1)} ms without, ${median(withThem).toFixed(1)} ms with: ${change.toFixed(0)} %`,
);

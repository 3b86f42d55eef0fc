// By hand, beside a running house: `node --import tsx apps/web/test/slow-viewers.long.ts <data folder> [seconds] [rounds] [robots] [json|binary]`.
// Prints how long robots wait for their acks with and without 20 viewers that read 1 kB a second: in turns on the same house, each first
// every other round, and beside it how much rounds of the same kind differ. An effect smaller than that is not seen.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { slowFollower, slowPuller, type SlowViewer, type SlowViewerOptions } from "./fixtures/slow-viewer.ts";

const VIEWERS = 20;
const root = path.resolve(import.meta.dirname, "../../..");
const given = process.argv.slice(2);
const [folder = "./data", secondsText = "20", roundsText = "6", robotsText = "10", form = "binary"] = given;

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
  const much = ["--robots", robotsText, "--duration", secondsText, "--protocol-form", form];
  const flags = [...much, "--session-prefix", prefix, "--json"];
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

const say = (words: string): void => void process.stdout.write(`${words}\n`);
const kinds = ["without", "with"] as const;
const p50 = { without: [] as number[], with: [] as number[] };
const p99 = { without: [] as number[], with: [] as number[] };
for (let round = 1; round <= Number(roundsText); round += 1) {
  for (const kind of round % 2 === 1 ? kinds : kinds.toReversed()) {
    const prefix = `slow-${process.pid}-${round}${kind}`;
    const { load: one, read } = await load(prefix, () => (kind === "with" ? viewersOf(prefix) : []));
    p50[kind].push(one.ackMs.p50);
    p99[kind].push(one.ackMs.p99);
    const watched = kind === "with" ? `; ${VIEWERS} slow viewers read ${(read / 1000).toFixed(0)} kB` : "";
    say(
      `round ${round} ${kind.padEnd(7)} ack p50 ${one.ackMs.p50.toFixed(1)}, p99 ${one.ackMs.p99.toFixed(1)}, max ${one.ackMs.max.toFixed(0)} ms; ` +
        `sent ${one.sent}, lost ${one.lost}${watched}`,
    );
  }
}

function quantile(values: number[], share: number): number {
  return values.toSorted((x, y) => x - y)[Math.floor(share * (values.length - 1))] ?? NaN;
}

function compare(name: string, { without, with: withThem }: typeof p50): void {
  const [base, watched] = [quantile(without, 0.5), quantile(withThem, 0.5)];
  const spread = ((quantile(without, 0.75) - quantile(without, 0.25)) / 2 / base) * 100;
  say(
    `median of ${name}: ${base.toFixed(1)} ms without, ${watched.toFixed(1)} ms with: ${((watched / base - 1) * 100).toFixed(0)} % ` +
      `(half of the rounds without lie within ± ${spread.toFixed(0)} %)`,
  );
}
compare("p50", p50);
compare("p99", p99);

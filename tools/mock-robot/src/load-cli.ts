import type { RobotClient } from "./client.ts";
import { readRobotEnv } from "./env.ts";
import { findToken } from "./find-token.ts";
import { type LoadArgs, LOAD_USAGE, parseLoadArgs } from "./load/load-args.ts";
import { loadTable } from "./load/load-table.ts";
import { runLoad } from "./load/run-load.ts";
import { Progress } from "./progress.ts";

const EXIT = { durable: 0, failed: 1, usage: 2 } as const;

/** @returns whether every message is durable */
async function run(args: LoadArgs, signal: AbortSignal): Promise<boolean> {
  const env = readRobotEnv();
  const token = await findToken({ given: args.token, dataDir: env.dataDir, fromEnv: env.token });
  let clients: RobotClient[] = [];
  const progress = new Progress(process.stderr, () => clients.map(({ stats }) => stats));
  try {
    const result = await runLoad(args, token, signal, {
      started: (connected) => (clients = connected),
      ...(args.everySecond && {
        second: (ackTimes) => console.log(JSON.stringify({ ackMs: ackTimes.counts() })),
      }),
    });
    progress.end();
    console.log(args.json ? JSON.stringify(result) : loadTable(args, result));
    return result.lost === 0 && result.refused === 0 && result.failures.length === 0;
  } finally {
    progress.end();
  }
}

async function main(): Promise<number> {
  let loads: LoadArgs[] | "help";
  try {
    loads = parseLoadArgs(process.argv.slice(2));
  } catch (thrown) {
    console.error(`${thrown instanceof Error ? thrown.message : String(thrown)}\n\n${LOAD_USAGE}`);
    return EXIT.usage;
  }
  if (loads === "help") {
    console.log(LOAD_USAGE);
    return EXIT.durable;
  }
  const stop = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => stop.abort());
  try {
    let isWhole = true;
    for (const load of loads) {
      if (!stop.signal.aborted) isWhole = (await run(load, stop.signal)) && isWhole;
    }
    return isWhole ? EXIT.durable : EXIT.failed;
  } catch (thrown) {
    console.error(thrown instanceof Error ? thrown.message : String(thrown));
    return EXIT.failed;
  }
}

// Robots that never came to an end would keep the process.
process.exit(await main());

import type { RobotClient } from "./client.ts";
import { readRobotEnv } from "./env.ts";
import { findToken } from "./find-token.ts";
import { type LoadArgs, LOAD_USAGE, parseLoadArgs } from "./load/load-args.ts";
import { loadTable } from "./load/load-table.ts";
import { runLoad } from "./load/run-load.ts";
import { Progress } from "./progress.ts";

const EXIT = { durable: 0, failed: 1, usage: 2 } as const;

async function run(args: LoadArgs): Promise<number> {
  const env = readRobotEnv();
  const token = await findToken({ given: args.token, dataDir: env.dataDir, fromEnv: env.token });
  const stop = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => stop.abort());
  let clients: RobotClient[] = [];
  const progress = new Progress(process.stderr, () => clients.map(({ stats }) => stats));
  try {
    const result = await runLoad(args, token, stop.signal, (connected) => (clients = connected));
    progress.end();
    console.log(args.json ? JSON.stringify(result) : loadTable(args, result));
    const isWhole = result.lost === 0 && result.refused === 0 && result.failures.length === 0;
    return isWhole ? EXIT.durable : EXIT.failed;
  } finally {
    progress.end();
  }
}

async function main(): Promise<number> {
  let args: LoadArgs | "help";
  try {
    args = parseLoadArgs(process.argv.slice(2));
  } catch (thrown) {
    console.error(`${thrown instanceof Error ? thrown.message : String(thrown)}\n\n${LOAD_USAGE}`);
    return EXIT.usage;
  }
  if (args === "help") {
    console.log(LOAD_USAGE);
    return EXIT.durable;
  }
  try {
    return await run(args);
  } catch (thrown) {
    console.error(thrown instanceof Error ? thrown.message : String(thrown));
    return EXIT.failed;
  }
}

// Robots that never came to an end would keep the process.
process.exit(await main());

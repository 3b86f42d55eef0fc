import { type CliArgs, parseCliArgs, USAGE } from "./cli-args.ts";
import { readRobotEnv } from "./env.ts";
import { findToken } from "./find-token.ts";
import { createFleet, type FleetRobot } from "./fleet.ts";
import { Progress } from "./progress.ts";

const SECOND_SIGNAL_MS_MIN = 500;
const EXIT = { confirmed: 0, failed: 1, usage: 2 } as const;

/** The first signal ends the sessions in good order, the second one the process. */
function stopSignal(): AbortSignal {
  const stop = new AbortController();
  let stoppedAt = 0;
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    process.on(name, () => {
      // npm passes on the signal that the terminal has given already: the same one, twice.
      const isSecond = stop.signal.aborted && performance.now() - stoppedAt > SECOND_SIGNAL_MS_MIN;
      if (isSecond) process.exit(EXIT.failed);
      stoppedAt ||= performance.now();
      stop.abort();
    });
  }
  return stop.signal;
}

async function run(args: CliArgs): Promise<number> {
  const env = readRobotEnv();
  const token = await findToken({ given: args.token, dataDir: env.dataDir, fromEnv: env.token });
  const signal = stopSignal();
  const robots: FleetRobot[] = [];
  const progress = new Progress(process.stderr, () => robots.map(({ client }) => client.stats));
  robots.push(...createFleet(args, token, (text) => progress.note(text)));
  // Without its query: a token may stand there.
  const { origin, pathname } = new URL(args.serverUrl);
  progress.note(
    `${robots.map(({ sessionId }) => sessionId).join(", ")} → ${origin}${pathname} (seed ${args.seed})`,
  );
  const results = await Promise.all(robots.map((robot) => robot.run(signal)));
  progress.end();
  const told = results.map((result, i) => report(robots[i]?.sessionId ?? "", args.protocol, result));
  return told.every(Boolean) ? EXIT.confirmed : EXIT.failed;
}

/** @returns whether all of the session is confirmed */
function report(sessionId: string, protocol: 1 | 2, result: Awaited<ReturnType<FleetRobot["run"]>>): boolean {
  if ("failure" in result) {
    console.error(`${sessionId}: failed: ${result.failure}`);
    return false;
  }
  const { messages, frames, confirmed, doubt } = result.finished;
  if (!confirmed) {
    console.error(`${sessionId}: not confirmed: ${doubt ?? ""}`);
    return false;
  }
  const how = protocol === 2 ? "durable" : "received (protocol 1 confirms no more)";
  console.log(`${sessionId}: ${messages} messages, ${frames} of them pictures: all ${how}.`);
  return true;
}

async function main(): Promise<number> {
  let args: CliArgs | "help";
  try {
    args = parseCliArgs(process.argv.slice(2));
  } catch (thrown) {
    console.error(`${thrown instanceof Error ? thrown.message : String(thrown)}\n\n${USAGE}`);
    return EXIT.usage;
  }
  if (args === "help") {
    console.log(USAGE);
    return EXIT.confirmed;
  }
  try {
    return await run(args);
  } catch (thrown) {
    console.error(thrown instanceof Error ? thrown.message : String(thrown));
    return EXIT.failed;
  }
}

process.exitCode = await main();

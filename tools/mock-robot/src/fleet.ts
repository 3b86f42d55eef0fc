import { randomBytes } from "node:crypto";
import type { CliArgs } from "./cli-args.ts";
import { type FinishedSession, RobotClient, RobotFailure, type RobotHooks } from "./client.ts";
import { runRobot } from "./run-robot.ts";
import { placedBy, robotStream, robotTopics } from "./stream.ts";

export interface FleetRobot {
  sessionId: string;
  client: RobotClient;
  /** Never fails: what went wrong is in its answer. */
  run(signal: AbortSignal): Promise<{ finished: FinishedSession } | { failure: string }>;
}

/** The robots of one call, each with a session and a seed of its own. */
export function createFleet(args: CliArgs, token: string | null, note: (text: string) => void): FleetRobot[] {
  return Array.from({ length: args.robots }, (_, index) => createRobot(args, token, index, note));
}

function createRobot(
  args: CliArgs,
  token: string | null,
  index: number,
  note: (text: string) => void,
): FleetRobot {
  const sessionId = nameOf(args, index);
  const seed = (args.seed + index) >>> 0;
  const client = new RobotClient({
    url: args.serverUrl,
    token,
    protocol: args.protocol,
    form: args.form,
    resume: args.resume,
    session: {
      sessionId,
      topics: robotTopics(args.cameras),
      robotType: "mock_arm",
      fps: args.rate,
      task: args.task,
    },
    hooks: tellingHooks((text) => note(`${sessionId}: ${text}`)),
  });
  const run: FleetRobot["run"] = async (signal) => {
    try {
      const stream = robotStream({ ...args, seed });
      const reward = (seconds: number): number => placedBy(seed, seconds);
      const { reorder, dropEveryS, outcome } = args;
      return {
        finished: await runRobot({ client, stream, seed, reorder, dropEveryS, outcome, reward, signal }),
      };
    } catch (error) {
      if (!(error instanceof RobotFailure)) throw error;
      return { failure: error.message };
    }
  };
  return { sessionId, client, run };
}

function nameOf({ sessionId, robots }: CliArgs, index: number): string {
  if (sessionId === null) return `live-${randomBytes(4).toString("hex")}`;
  return robots === 1 ? sessionId : `${sessionId}-${index + 1}`;
}

function tellingHooks(note: (text: string) => void): RobotHooks {
  return {
    onRetry: (pauseMs, reason) =>
      note(
        `not connected${reason === "" ? "" : ` (${reason})`}; next try in ${(pauseMs / 1_000).toFixed(1)} s`,
      ),
    onError: ({ code, message }) => note(`the server says ${code}: ${message}`),
  };
}

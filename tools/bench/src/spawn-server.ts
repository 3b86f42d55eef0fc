import { spawn } from "node:child_process";
import { once } from "node:events";
import { childEnv } from "./env.ts";

export interface Server {
  port: number;
  stop(): Promise<void>;
}

const START_MS_MAX = 30_000;
const POLL_MS = 50;

/** Starts a program of ours as its own process and waits until `GET /health` answers. */
export async function spawnServer(options: {
  file: string;
  args?: string[];
  env?: Record<string, string>;
  port: number;
}): Promise<Server> {
  const { file, args = [], env = {}, port } = options;
  const child = spawn(process.execPath, ["--import", "tsx", file, ...args], {
    env: childEnv(env),
    stdio: ["ignore", "ignore", "inherit"],
  });
  const exited = once(child, "exit");
  const stop = async (): Promise<void> => {
    child.kill("SIGTERM");
    await exited;
  };
  const deadline = Date.now() + START_MS_MAX;
  while (!(await answersHealth(port))) {
    if (child.exitCode !== null || Date.now() > deadline) {
      await stop();
      throw new Error(`${file} did not start`);
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  return { port, stop };
}

async function answersHealth(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}/health`)).ok;
  } catch {
    return false;
  }
}

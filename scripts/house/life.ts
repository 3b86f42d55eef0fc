import { type ChildProcess, spawn } from "node:child_process";
import path from "node:path";
import readline from "node:readline";
import { pathToFileURL } from "node:url";

const EXIT_WITH_PARENT = pathToFileURL(path.join(import.meta.dirname, "exit-with-parent.mjs")).href;

export interface ChildSpec {
  name: string;
  /** Arguments of node. */
  args: string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** Settles once the child serves. */
  healthy: (child: ChildProcess, signal: AbortSignal) => Promise<void>;
}

/** One run of a child's program. */
export interface Life {
  process: ChildProcess;
  /** Settles with why it ended. */
  ended: Promise<string>;
}

export function beginLife(
  spec: ChildSpec,
  hear: (line: string, isError: boolean) => void,
  onHealthy: () => void,
): Life {
  // Its own group: Ctrl-C comes to us, who stop the house in order; and a stubborn one is ended with all its children.
  const child = spawn(process.execPath, ["--import", EXIT_WITH_PARENT, ...spec.args], {
    cwd: spec.cwd,
    env: { ...spec.env, RETAKE_SUPERVISOR: String(process.pid) },
    detached: true,
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  for (const stream of [child.stdout, child.stderr]) {
    if (stream)
      readline.createInterface({ input: stream }).on("line", (line) => hear(line, stream === child.stderr));
  }
  const over = new AbortController();
  const ended = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, signal) => resolve(signal ?? `exit code ${code}`));
  }).finally(() => over.abort());
  void spec.healthy(child, over.signal).then(() => {
    if (!over.signal.aborted) onHealthy();
  });
  return { process: child, ended };
}

/** Ends whatever is left of a child's group. */
export function killGroup(child: ChildProcess | undefined): void {
  if (child?.pid === undefined) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // The group is empty.
  }
}

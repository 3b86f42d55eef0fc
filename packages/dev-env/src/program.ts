import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { inheritedEnv } from "./env.ts";

/** One of the house's programs in a process of its own, which can be killed. */
export interface Program extends AsyncDisposable {
  pid: number;
  /** All it has logged, one JSON line an event. */
  output(): string;
  /** Waits for a pattern in what it logs. @throws Error with its output when it ends before */
  said(pattern: RegExp): Promise<RegExpExecArray>;
  /** Whether it has ended, unasked or killed. */
  isOver(): boolean;
  /** Settles with its exit code, null after a kill. */
  ended: Promise<number | null>;
  /** Ends it and waits. SIGKILL unless said. @returns the exit code, null after a kill */
  kill(signal?: NodeJS.Signals): Promise<number | null>;
}

/**
 * Starts a program of the tree.
 * @param file from the tree's root
 * @param env beside what is inherited; as an operator would set it
 */
export function startProgram(file: string, env: Record<string, string>): Program {
  const main = fileURLToPath(new URL(`../../../${file}`, import.meta.url));
  const child = spawn(process.execPath, ["--import", "tsx", main], {
    // The channel only tells when a program is ready that says so.
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    env: { ...inheritedEnv(), ...env },
  });
  let output = "";
  let looks: (() => void)[] = [];
  const changed = (): void => {
    const waiting = looks;
    looks = [];
    for (const look of waiting) look();
  };
  const hear = (text: string): void => {
    output += text;
    changed();
  };
  child.stderr?.setEncoding("utf8").on("data", hear);
  child.on("message", (message) => hear(`${JSON.stringify(message)}\n`));
  const ended = once(child, "close").then(() => {
    changed();
    return child.exitCode;
  });
  const isOver = (): boolean => child.exitCode !== null || child.signalCode !== null;
  const kill = (signal: NodeJS.Signals = "SIGKILL"): Promise<number | null> => {
    if (!isOver()) child.kill(signal);
    return ended;
  };
  return {
    pid: child.pid ?? 0,
    output: () => output,
    async said(pattern) {
      for (;;) {
        const found = pattern.exec(output);
        if (found !== null) return found;
        if (isOver()) throw new Error(`${file} ended with ${child.exitCode} before it said so:\n${output}`);
        await new Promise<void>((resolve) => looks.push(resolve));
      }
    },
    isOver,
    ended,
    kill,
    [Symbol.asyncDispose]: async () => void (await kill()),
  };
}

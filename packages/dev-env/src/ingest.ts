import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { inheritedEnv } from "./env.ts";
import { ingestUrlOf } from "./ingest-url.ts";

const MAIN = fileURLToPath(new URL("../../../apps/ingest/src/main.ts", import.meta.url));

export interface IngestProcessOptions {
  databaseUrl: string;
  /** Its log lies in `<dataDir>/log`. */
  dataDir: string;
  /** 0 or absent takes a free one; a restart passes the one from before. */
  port?: number;
  /** Further environment variables, as an operator would set them. */
  env?: Record<string, string>;
}

/** The robots' door in a process of its own, which can be killed. */
export interface IngestProcess extends AsyncDisposable {
  port: number;
  /** `ws://…/ws/ingest` */
  ingestUrl: string;
  pid: number;
  /** All it has logged, one JSON line an event. */
  output(): string;
  /** Ends it and waits. SIGKILL unless said. @returns the exit code, null after a kill */
  kill(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Starts `apps/ingest/src/main.ts` and waits until it listens. @throws Error with its output when it ends before */
export async function startIngest(options: IngestProcessOptions): Promise<IngestProcess> {
  const child = spawn(process.execPath, ["--import", "tsx", MAIN], {
    stdio: ["ignore", "ignore", "pipe"],
    env: {
      ...inheritedEnv(),
      ...options.env,
      LOG_LEVEL: "info",
      HOST: "127.0.0.1",
      DATABASE_URL: options.databaseUrl,
      RETAKE_DATA_DIR: options.dataDir,
      INGEST_PORT: String(options.port ?? 0),
    },
  });
  let output = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (output += text));
  const port = await listening(child, () => output);
  const exited = (): boolean => child.exitCode !== null || child.signalCode !== null;
  const kill = async (signal: NodeJS.Signals = "SIGKILL"): Promise<number | null> => {
    if (!exited()) {
      const exit = once(child, "exit");
      child.kill(signal);
      await exit;
    }
    return child.exitCode;
  };
  return {
    port,
    ingestUrl: ingestUrlOf(port),
    pid: child.pid ?? 0,
    output: () => output,
    kill,
    [Symbol.asyncDispose]: async () => void (await kill()),
  };
}

function listening(child: ChildProcess, output: () => string): Promise<number> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      const port = /"event":"listening".*?"port":(\d+)/.exec(output())?.[1];
      if (port !== undefined) resolve(Number(port));
    };
    child.stderr?.on("data", look);
    child.once("exit", (code) =>
      reject(new Error(`ingest ended with ${code} before it listened:\n${output()}`)),
    );
  });
}

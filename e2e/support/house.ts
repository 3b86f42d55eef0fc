import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";

const root = path.resolve(import.meta.dirname, "../..");
const READY_WITHIN_MS = 10 * 60_000;

export interface Credentials {
  email: string;
  password: string;
  workspace: string;
  robotToken: string;
  apiToken: string;
  webUrl: string;
  ingestUrl: string;
}

export interface RunningHouse {
  child: ChildProcess;
  dataDir: string;
  credentials: Credentials;
  stop(): Promise<void>;
}

/** Starts the real thing, `scripts/up.mjs`, and waits for its `ready:` line. */
export async function startUp(dataDir: string, flags: string[] = []): Promise<RunningHouse> {
  const [port, ingestPort] = [await freePort(), await freePort()];
  const args = ["scripts/up.mjs", "--port", String(port), "--ingest-port", String(ingestPort)];
  const child = spawn(process.execPath, [...args, "--data-dir", dataDir, ...flags], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const deadline = setTimeout(() => child.kill("SIGKILL"), READY_WITHIN_MS);
  const ready = new Promise<void>((resolve, reject) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      process.stdout.write(`  up │ ${line}\n`);
      if (line.startsWith("ready:")) resolve();
    });
    child.once("exit", (code) => reject(new Error(`up ended with ${code} before it was ready`)));
  });
  await ready.finally(() => clearTimeout(deadline));
  const credentials = JSON.parse(
    await readFile(path.join(dataDir, "credentials.json"), "utf8"),
  ) as Credentials;
  return {
    child,
    dataDir,
    credentials,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill("SIGTERM");
      await once(child, "exit");
    },
  };
}

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as net.AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** Playwright's global setup: one house with the bundled sample for all stories; `RETAKE_URL` points at a running one instead. */
export default async function setUp(): Promise<(() => Promise<void>) | undefined> {
  if (process.env["RETAKE_URL"] !== undefined) return undefined;
  const dataDir = await mkdtemp(path.join(os.tmpdir(), "retake-e2e-"));
  const house = await startUp(dataDir);
  process.env["RETAKE_URL"] = house.credentials.webUrl;
  process.env["RETAKE_EMAIL"] = house.credentials.email;
  process.env["RETAKE_PASSWORD"] = house.credentials.password;
  process.env["RETAKE_API_TOKEN"] = house.credentials.apiToken;
  process.env["RETAKE_ROBOT_TOKEN"] = house.credentials.robotToken;
  process.env["RETAKE_INGEST_URL"] = house.credentials.ingestUrl;
  process.env["RETAKE_WORKSPACE"] = house.credentials.workspace;
  return async () => {
    await house.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
}

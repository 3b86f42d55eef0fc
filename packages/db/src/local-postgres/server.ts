import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { AppError } from "@retake/core/errors";
import pg from "pg";
import { type Cluster, type ClusterSettings, writeSettings } from "./cluster.ts";
import { freePort } from "./free-port.ts";
import { isAlive, processStamp } from "./process-stamp.ts";

const START_MS_MAX = 120_000;
const STOP_MS_MAX = 30_000;
const POLL_MS = 25;
const LOG_BYTES_MAX = 5 << 20;

/**
 * Runs `"$@"` and ends it in good order (SIGINT: a fast shutdown) once our end of its stdin closes, however we ended.
 * Descriptor 3 is there because a shell gives background commands an empty stdin.
 */
const GUARD = `exec 3<&0
"$@" 3<&- &
server=$!
(cat <&3 >/dev/null; kill -INT $server) 2>/dev/null &
watch=$!
exec 3<&-
wait $server
code=$?
kill $watch 2>/dev/null
exit $code`;

/** The stamp of the server that runs on this cluster, whoever started it. */
export function runningServer({ data }: Pick<Cluster, "data">): string | null {
  let pid: number;
  try {
    pid = Number.parseInt(fs.readFileSync(path.join(data, "postmaster.pid"), "utf8"), 10);
  } catch {
    return null;
  }
  return isPostgres(pid) ? processStamp(pid) : null;
}

/**
 * Starts the server under a guard and waits until it answers. A port that was taken since is exchanged for a free one.
 * @returns the guard; closing its stdin stops the server
 */
export async function startServer(
  cluster: Cluster,
  settings: ClusterSettings,
  options: readonly string[],
): Promise<ChildProcess> {
  // Left by a killed server; while the number belongs to another process (or a zombie) Postgres would refuse to start.
  fs.rmSync(path.join(cluster.data, "postmaster.pid"), { force: true });
  trimLog(cluster.logFile);
  const deadline = Date.now() + START_MS_MAX;
  for (;;) {
    const logStart = fs.existsSync(cluster.logFile) ? fs.statSync(cluster.logFile).size : 0;
    const guard = launch(cluster, settings.port, options);
    if (await becomesReady(guard, settings, deadline)) return guard;
    guard.stdin?.end();
    const said = fs.readFileSync(cluster.logFile, "utf8").slice(logStart);
    if (/Address already in use/.test(said)) {
      settings.port = await freePort();
      writeSettings(cluster, settings);
    } else if (!/is still in use/.test(said) || Date.now() > deadline) {
      throw startFailure(cluster, said);
    }
    // Processes of a killed server can outlive it by moments.
    await delay(POLL_MS * 8);
  }
}

/** Stops the server and waits for its end: first in good order, and at once if that takes too long. */
export async function stopServer(server: string): Promise<void> {
  const pid = Number.parseInt(server, 10);
  for (const signal of ["SIGINT", "SIGQUIT"] as const) {
    if (isAlive(server)) process.kill(pid, signal);
    const deadline = Date.now() + STOP_MS_MAX;
    while (isAlive(server) && Date.now() < deadline) await delay(POLL_MS);
  }
}

function launch(cluster: Cluster, port: number, options: readonly string[]): ChildProcess {
  const { prefix, user } = cluster.identity;
  const settings = [
    `port=${port}`,
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "shared_buffers=64MB",
    "max_connections=120",
    "timezone=UTC",
    "log_timezone=UTC",
    ...options,
  ];
  const command = [path.join(cluster.bin, "postgres"), "-D", cluster.data];
  const log = fs.openSync(cluster.logFile, "a", 0o600);
  try {
    // Its own session: Ctrl-C in the terminal goes to the one who started us, who stops the database last.
    const [program = "", ...args] = [...prefix, "sh", "-c", GUARD, "postgres-guard", ...command];
    return spawn(program, [...args, ...settings.flatMap((it) => ["-c", it])], {
      cwd: "/",
      detached: true,
      stdio: ["pipe", log, log],
      ...user,
    });
  } finally {
    fs.closeSync(log);
  }
}

async function becomesReady(guard: ChildProcess, at: ClusterSettings, deadline: number): Promise<boolean> {
  let failed = false;
  guard.once("error", () => (failed = true));
  while (!failed && guard.exitCode === null && guard.signalCode === null && Date.now() < deadline) {
    const url = `postgresql://postgres:${at.password}@127.0.0.1:${at.port}/postgres`;
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
    client.on("error", () => undefined);
    try {
      await client.connect();
      return true;
    } catch {
      await delay(POLL_MS);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
  return false;
}

function startFailure(cluster: Cluster, said: string): AppError {
  if (/No space left/i.test(said)) {
    return new AppError(
      "storage_full",
      `The disk that holds ${cluster.data} is full: Postgres cannot start.`,
    );
  }
  const last = said.trim().split("\n").slice(-4).join("\n");
  return new AppError("unavailable", `Postgres did not start. The end of ${cluster.logFile}:\n${last}`);
}

function isPostgres(pid: number): boolean {
  if (processStamp(pid) === null) return false;
  if (process.platform !== "linux") return true;
  try {
    return fs.readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("postgres");
  } catch {
    return false;
  }
}

function trimLog(file: string): void {
  if (fs.existsSync(file) && fs.statSync(file).size > LOG_BYTES_MAX) fs.renameSync(file, `${file}.1`);
}

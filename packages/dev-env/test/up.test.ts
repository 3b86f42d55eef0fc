// The whole house as a person starts it, and what happens to it: SIGKILL of everything, of one process, of the starter alone.
import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { Credentials } from "@retake/db/bootstrap";
import { type RunningUp, processesOf, runUp } from "./support/run-up.ts";

const SAMPLE = path.resolve(import.meta.dirname, "../../importer/sample/retake-sample");
const isRoot = process.getuid?.() === 0;
/** Long, since the machine may be busy; what is waited for comes in seconds. */
const soon = { timeout: 150_000, interval: 100 };

let parent = "";
let dataDir = "";
let up: RunningUp;
beforeAll(() => {
  parent = fs.mkdtempSync(path.join(os.tmpdir(), "retake-up-"));
  dataDir = path.join(parent, "data");
});
afterAll(() => {
  for (const pid of processesOf(parent)) process.kill(pid, "SIGKILL");
  fs.rmSync(parent, { recursive: true, force: true });
});

const start = (dir = dataDir): RunningUp => runUp(["--port", "0", "--ingest-port", "0", "--data-dir", dir]);

function credentials(dir = dataDir): Credentials {
  return JSON.parse(fs.readFileSync(path.join(dir, "credentials.json"), "utf8")) as Credentials;
}

async function api<T>(to: string, init: RequestInit = {}): Promise<T> {
  const { webUrl, apiToken } = credentials();
  const headers = { authorization: `Bearer ${apiToken}`, "content-type": "application/json" };
  const response = await fetch(`${webUrl}/api/v1${to}`, { ...init, headers });
  expect(response.status, await response.clone().text()).toBeLessThan(300);
  return (await response.json()) as T;
}

interface SessionList {
  total: number;
  sessions: { session_id: string; outcome: string | null; dataset_name: string }[];
}
interface Import {
  id: string;
  status: string;
}

const listSessions = (): Promise<SessionList> => api("/sessions?limit=1000");

const postmaster = (): number =>
  Number.parseInt(fs.readFileSync(path.join(dataDir, "postgres/data/postmaster.pid"), "utf8"), 10);

const workers = (): number[] =>
  processesOf(dataDir).filter((pid) => commandOf(pid).includes("worker-main.ts"));

function commandOf(pid: number): string {
  try {
    return fs.readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return "";
  }
}

/** The starter first: it would start the others again. */
async function killEverything(): Promise<void> {
  up.child.kill("SIGKILL");
  await vi.waitFor(() => {
    const left = processesOf(dataDir);
    for (const pid of left) killIfThere(pid);
    expect(left).toEqual([]);
  }, soon);
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It ended by itself in the meantime.
  }
}

/** A Postgres on the data folder as the import command starts one, which ends with its stdin. */
async function startPostgresApart(): Promise<{ stop: () => void }> {
  const script = path.resolve(import.meta.dirname, "../../db/test/fixtures/start-postgres.ts");
  const args = ["--import", "tsx", script, path.join(dataDir, "postgres")];
  const child = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "inherit"] });
  await once(child.stdout, "data");
  return { stop: () => child.stdin.end() };
}

async function gone(pids: number[]): Promise<void> {
  await vi.waitFor(() => expect(processesOf(dataDir).filter((pid) => pids.includes(pid))).toEqual([]), soon);
}

describe.sequential("npm run up", () => {
  test(
    "the first start ends with one ready line, a private file of credentials, and the sample imported",
    { timeout: 600_000 },
    async () => {
      up = start();
      const line = await up.ready;
      const { webUrl, ingestUrl, email } = credentials();
      for (const word of [webUrl, ingestUrl, email, path.join(dataDir, "credentials.json")])
        expect(line).toContain(word);
      expect(up.said().match(/^ready:/gm)).toHaveLength(1);
      for (const secret of ["credentials.json", "secrets.json"]) {
        expect(fs.statSync(path.join(dataDir, secret)).mode & 0o777).toBe(0o600);
      }
      for (const url of [webUrl, ingestUrl]) {
        expect(await (await fetch(`${url}/health`)).json()).toMatchObject({ status: "ok" });
      }
      expect((await fetch(`${webUrl}/signin`)).status).toBe(200);
      expect((await listSessions()).total).toBeGreaterThanOrEqual(24);
      expect(up.said()).not.toContain(credentials().password);
    },
  );

  test(
    "a second start on the same data folder is refused in words and disturbs nothing",
    { timeout: 300_000 },
    async () => {
      const second = start();
      expect(await second.ended).toBe(1);
      expect(second.said()).toContain(`already runs on ${dataDir} (process ${up.child.pid})`);
      expect((await listSessions()).total).toBeGreaterThanOrEqual(24);
    },
  );

  test(
    "a process of the house that is killed comes back; the others go on",
    { timeout: 600_000 },
    async () => {
      const [worker = 0] = workers();
      process.kill(worker, "SIGKILL");
      await vi.waitFor(() => {
        expect(workers()).toHaveLength(1);
        expect(workers()).not.toContain(worker);
      }, soon);
      process.kill(postmaster(), "SIGKILL");
      await vi.waitFor(() => expect(up.said()).toContain("[database] ended"), soon);
      await vi.waitFor(async () => expect((await listSessions()).total).toBeGreaterThanOrEqual(24), soon);
      expect(up.said()).toContain("[worker] ended (SIGKILL)");
    },
  );

  test(
    "after SIGKILL of everything in the middle of an import the next start is ready, with nothing lost",
    { timeout: 600_000 },
    async () => {
      const [first] = (await listSessions()).sessions;
      const outcome = first?.outcome === "failure" ? "success" : "failure";
      await api(`/sessions/${first?.session_id}`, { method: "PATCH", body: JSON.stringify({ outcome }) });
      const before = await listSessions();
      const known = credentials();
      const again = path.join(parent, "sample-again");
      fs.cpSync(SAMPLE, again, { recursive: true });
      const { id } = await api<Import>("/imports", {
        method: "POST",
        body: JSON.stringify({ dataset: again }),
      });
      await vi.waitFor(
        async () => expect((await api<Import>(`/imports/${id}`)).status).not.toBe("queued"),
        soon,
      );
      await killEverything();
      expect(await up.ended).toBeNull();
      up = start();
      await up.ready;
      const now = credentials();
      expect({ ...now, webUrl: "", ingestUrl: "" }).toEqual({ ...known, webUrl: "", ingestUrl: "" });
      const kept = (await listSessions()).sessions.filter((one) => one.dataset_name !== "sample-again");
      expect(new Map(kept.map((one) => [one.session_id, one.outcome]))).toEqual(
        new Map(before.sessions.map((one) => [one.session_id, one.outcome])),
      );
      await vi.waitFor(
        async () => expect((await api<Import>(`/imports/${id}`)).status).toBe("completed"),
        soon,
      );
      expect((await listSessions()).total).toBe(before.total * 2);
    },
  );

  test(
    "SIGKILL of the starter alone ends its processes by themselves, and the next start is ready",
    { timeout: 600_000 },
    async () => {
      const pids = processesOf(dataDir);
      up.child.kill("SIGKILL");
      await gone(pids);
      up = start();
      await up.ready;
      expect((await listSessions()).total).toBeGreaterThanOrEqual(48);
    },
  );

  test(
    "a database that an import command started and takes along is started again by the house that shared it",
    { timeout: 600_000 },
    async () => {
      up.child.kill("SIGTERM");
      expect(await up.ended).toBe(0);
      const apart = await startPostgresApart();
      const theirs = postmaster();
      up = start();
      await up.ready;
      expect(postmaster()).toBe(theirs);
      apart.stop();
      await vi.waitFor(() => expect(up.said()).toContain("[database] ended; starting it again"), soon);
      await vi.waitFor(async () => expect((await listSessions()).total).toBeGreaterThanOrEqual(48), soon);
      expect(postmaster()).not.toBe(theirs);
    },
  );

  test("SIGTERM stops every process in good order, with exit code 0", { timeout: 300_000 }, async () => {
    up.child.kill("SIGTERM");
    expect(await up.ended).toBe(0);
    expect(processesOf(dataDir)).toEqual([]);
    expect(fs.existsSync(path.join(dataDir, "postgres/data/postmaster.pid"))).toBe(false);
    expect(fs.existsSync(path.join(dataDir, "up.lock"))).toBe(false);
  });

  // A normal user has tested the same by the tests above.
  if (isRoot) {
    test(
      "a normal user starts it too, and is told which folder is not theirs",
      { timeout: 600_000 },
      async () => {
        const nobody = { uid: 65_534, gid: 65_534 };
        const home = path.join(parent, "nobody");
        fs.mkdirSync(home);
        fs.chownSync(home, nobody.uid, nobody.gid);
        fs.chmodSync(parent, 0o755);
        const theirs = path.join(home, "data");
        const flags = ["--port", "0", "--ingest-port", "0", "--no-sample"];
        const refused = runUp([...flags, "--data-dir", dataDir], { HOME: home, TMPDIR: home }, nobody);
        expect(await refused.ended).toBe(1);
        expect(refused.said()).toContain("cannot be written by this user");

        const house = runUp([...flags, "--data-dir", theirs], { HOME: home, TMPDIR: home }, nobody);
        await house.ready;
        expect(fs.statSync(path.join(theirs, "credentials.json")).uid).toBe(nobody.uid);
        house.child.kill("SIGTERM");
        expect(await house.ended).toBe(0);
        expect(processesOf(theirs)).toEqual([]);
      },
    );
  }
});

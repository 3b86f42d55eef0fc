import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { AppError } from "@retake/core/errors";
import { freePort } from "./free-port.ts";
import type { Identity } from "./identity.ts";

/** How to reach a cluster; kept beside it in `local.json`, readable by its owner only. */
export interface ClusterSettings {
  port: number;
  password: string;
}

export interface Cluster {
  bin: string;
  identity: Identity;
  /** Postgres's own data folder. */
  data: string;
  settingsFile: string;
  logFile: string;
}

export function readSettings({ settingsFile }: Pick<Cluster, "settingsFile">): ClusterSettings | null {
  try {
    return JSON.parse(fs.readFileSync(settingsFile, "utf8")) as ClusterSettings;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

export function writeSettings(cluster: Cluster, settings: ClusterSettings): void {
  const draft = `${cluster.settingsFile}.new`;
  const file = fs.openSync(draft, "w", 0o600);
  try {
    fs.writeFileSync(file, JSON.stringify(settings));
    fs.fsyncSync(file);
    const { user } = cluster.identity;
    if (user !== null) fs.fchownSync(file, user.uid, user.gid);
  } finally {
    fs.closeSync(file);
  }
  fs.renameSync(draft, cluster.settingsFile);
}

/**
 * Makes the data folder unless there is a whole one. `local.json` is written last: without it the folder is the remains of a
 * start that was cut off before anything could be stored, and is made anew.
 */
export async function createCluster(cluster: Cluster, noSync: boolean): Promise<ClusterSettings> {
  const known = readSettings(cluster);
  if (known !== null) {
    if (fs.existsSync(path.join(cluster.data, "PG_VERSION"))) return known;
    throw new AppError(
      "corrupt_data",
      `${cluster.data} is gone or broken although ${cluster.settingsFile} is there. Put the folder back, or remove both to begin anew.`,
    );
  }
  fs.rmSync(cluster.data, { recursive: true, force: true });
  fs.mkdirSync(cluster.data, { mode: 0o700, recursive: true });
  const password = randomBytes(18).toString("base64url");
  const passwordFile = `${cluster.data}.pw`;
  fs.writeFileSync(passwordFile, password, { mode: 0o600 });
  const { user } = cluster.identity;
  if (user !== null) for (const file of [cluster.data, passwordFile]) fs.chownSync(file, user.uid, user.gid);
  try {
    initdb(cluster, passwordFile, noSync);
  } finally {
    fs.rmSync(passwordFile, { force: true });
  }
  const settings = { port: await freePort(), password };
  writeSettings(cluster, settings);
  return settings;
}

function initdb(cluster: Cluster, passwordFile: string, noSync: boolean): void {
  const { prefix, user } = cluster.identity;
  const [program = "", ...args] = [
    ...prefix,
    path.join(cluster.bin, "initdb"),
    `--pgdata=${cluster.data}`,
    `--pwfile=${passwordFile}`,
    "--username=postgres",
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    ...(noSync ? ["--no-sync"] : []),
  ];
  const run = spawnSync(program, args, { cwd: "/", encoding: "utf8", ...user });
  if (run.status === 0) return;
  fs.rmSync(cluster.data, { recursive: true, force: true });
  const detail = run.error?.message ?? run.stderr;
  const full = /No space left/i.test(detail);
  throw new AppError(
    full ? "storage_full" : "unavailable",
    full
      ? `The disk that holds ${cluster.data} is full.`
      : `Postgres could not make ${cluster.data}: ${detail}`,
    { detail },
  );
}

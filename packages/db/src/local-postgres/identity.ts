import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { AppError } from "@retake/core/errors";

/** As whom Postgres runs: it refuses to run as root. */
export interface Identity {
  how: "self" | "user namespace" | "other user";
  /** Put before the command. */
  prefix: string[];
  /** Set where the files must belong to another user. */
  user: { uid: number; gid: number } | null;
}

const NOBODY = 65_534;
/** Root outside, nobody inside: the files stay root's, so folders that only root may enter work too. */
const NAMESPACE_PREFIX = ["unshare", "--user", `--map-user=${NOBODY}`, `--map-group=${NOBODY}`];

/**
 * Finds a way to run the programs in `bin` on files in `dir`, and makes what lies there belong to whom it must.
 * @throws AppError `unavailable` when root has no other user to hand and user namespaces are off
 */
export function chooseIdentity(bin: string, dir: string): Identity {
  if (process.getuid?.() !== 0) return { how: "self", prefix: [], user: null };
  const theirs = ownerOf(dir);
  if (theirs !== null && serves(bin, dir, theirs)) return { how: "other user", prefix: [], user: theirs };
  if (runs([...NAMESPACE_PREFIX, path.join(bin, "postgres"), "--version"])) {
    own(dir, 0, 0);
    return { how: "user namespace", prefix: NAMESPACE_PREFIX, user: null };
  }
  const user = { uid: NOBODY, gid: NOBODY };
  if (serves(bin, dir, user)) {
    own(dir, user.uid, user.gid);
    return { how: "other user", prefix: [], user };
  }
  throw new AppError(
    "unavailable",
    `Postgres does not run as root, user namespaces are off here, and other users cannot reach ${dir}. ` +
      "Run this as a normal user, choose a data folder others can reach (--data-dir), or set DATABASE_URL.",
  );
}

/** Whose cluster it is, when it is not root's: it stays theirs, so that they can go on with it. */
function ownerOf(dir: string): Identity["user"] {
  if (!fs.existsSync(dir)) return null;
  const { uid, gid } = fs.statSync(dir);
  return uid === 0 ? null : { uid, gid };
}

/** Whether that user reaches both the programs and the files. */
function serves(bin: string, dir: string, user: { uid: number; gid: number }): boolean {
  return (
    runs([path.join(bin, "postgres"), "--version"], user) && runs(["test", "-x", path.dirname(dir)], user)
  );
}

function runs(command: string[], user?: { uid: number; gid: number }): boolean {
  const [program = "", ...args] = command;
  return spawnSync(program, args, { cwd: "/", stdio: "ignore", ...user }).status === 0;
}

/** A cluster whose user cannot run it here is handed over; the top folder tells whose it is. */
function own(dir: string, uid: number, gid: number): void {
  if (!fs.existsSync(dir) || fs.statSync(dir).uid === uid) return;
  for (const name of fs.readdirSync(dir, { recursive: true, encoding: "utf8" })) {
    fs.lchownSync(path.join(dir, name), uid, gid);
  }
  fs.chownSync(dir, uid, gid);
}

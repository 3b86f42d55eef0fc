// Two starts in one tree: one installs and generates, the other waits. Dependency-free, since nothing is installed yet.
import fs from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";

const RETRY_MS = 100;
const WAIT_MS_MAX = 600_000;

/** Runs `work` alone on this tree. Where this user may not write there is nothing to change either: it runs without the lock. */
export async function withTreeLock(root, work) {
  const file = path.join(root, ".retake/prepare.lock");
  const deadline = Date.now() + WAIT_MS_MAX;
  let locked = tryLock(file);
  while (locked === false) {
    if (Date.now() > deadline) {
      process.stderr.write(`Another start has held ${file} for ten minutes. Stop it, or remove that file.\n`);
      process.exit(1);
    }
    await delay(RETRY_MS);
    locked = tryLock(file);
  }
  const release = () => fs.rmSync(file, { force: true });
  // Also when what runs inside ends the process.
  if (locked) process.once("exit", release);
  try {
    return await work();
  } finally {
    if (locked) {
      process.off("exit", release);
      release();
    }
  }
}

/** @returns true with the lock, false while another process has it, null where none can be made */
function tryLock(file) {
  const draft = `${file}.${process.pid}`;
  try {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    // A link, so that the file appears with its content.
    fs.writeFileSync(draft, String(process.pid));
    fs.linkSync(draft, file);
    return true;
  } catch (error) {
    if (error.code !== "EEXIST") return null;
    if (!holderLives(file)) fs.rmSync(file, { force: true });
    return false;
  } finally {
    fs.rmSync(draft, { force: true });
  }
}

function holderLives(file) {
  try {
    process.kill(Number(fs.readFileSync(file, "utf8")), 0);
    return true;
  } catch (error) {
    // Another user's process lives; a lock that is gone is looked at again at once.
    return error.code === "EPERM" || error.code === "ENOENT";
  }
}

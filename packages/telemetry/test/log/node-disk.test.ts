import { constants } from "node:fs";
import { readdir, readFile, readlink } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { SessionLog } from "@retake/telemetry/log";
import { temporaryFolder } from "../temporary-folder.ts";
import { lease, Robot, settled, SMALL } from "./robots.ts";

/** The flags with which this process has a file open, by Linux's own account. */
async function openFlags(path: string): Promise<number[]> {
  const flags: number[] = [];
  for (const fd of await readdir("/proc/self/fd")) {
    if ((await readlink(`/proc/self/fd/${fd}`).catch(() => "")) !== path) continue;
    const info = await readFile(`/proc/self/fdinfo/${fd}`, "utf8");
    flags.push(Number.parseInt(/^flags:\s*(\d+)/m.exec(info)?.[1] ?? "", 8));
  }
  return flags;
}

test("on Linux the file that is written is open for durable writes, and has no more than rotateBytes and one batch", async ({
  skip,
}) => {
  if (process.platform !== "linux") return skip("there is no /proc to ask");
  await using folder = await temporaryFolder();
  const { log } = await SessionLog.open({ ...SMALL, folder: folder.path, lease: lease(1) });
  const robot = new Robot("r");
  let batchBytes = 0;
  for (let i = 0; i < 20; i++) {
    const before = log.files().at(-1);
    robot.send(log, 4);
    await settled(log);
    const { file, bytes } = log.files().at(-1)!;
    if (file === before?.file) batchBytes = Math.max(batchBytes, bytes - before.bytes);
    const flags = await openFlags(join(folder.path, `${String(file).padStart(10, "0")}.log`));
    for (const each of flags) expect(each & constants.O_DSYNC).toBe(constants.O_DSYNC);
    expect(flags).toHaveLength(bytes > SMALL.rotateBytes! ? 0 : 1);
  }
  expect(log.files().length).toBeGreaterThan(3);
  for (const { bytes } of log.files()) expect(bytes).toBeLessThanOrEqual(SMALL.rotateBytes! + batchBytes);
  await log.close();
});

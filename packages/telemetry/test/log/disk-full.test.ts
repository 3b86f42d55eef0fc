import { spawnSync } from "node:child_process";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { SessionLog } from "@retake/telemetry/log";
import { temporaryFolder } from "../temporary-folder.ts";
import { checkRecovered, lease, Robot, settled } from "./robots.ts";

const MEGABYTE = 1 << 20;

/** A small disk of its own; null, with the reason, where this user may not mount one. */
async function smallDisk(): Promise<({ path: string } & AsyncDisposable) | string> {
  const folder = await temporaryFolder();
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=2m", "tmpfs", folder.path], {
    encoding: "utf8",
  });
  if (mounted.status !== 0) {
    await folder[Symbol.asyncDispose]();
    return `cannot mount a tmpfs: ${mounted.stderr || String(mounted.error)}`.trim();
  }
  return {
    path: folder.path,
    async [Symbol.asyncDispose]() {
      spawnSync("umount", [folder.path]);
      await folder[Symbol.asyncDispose]();
    },
  };
}

test("on a disk that is full acks stop with storage_full, what was acked is read, and recording resumes when there is space", async ({
  skip,
}) => {
  const disk = await smallDisk();
  if (typeof disk === "string") return skip(disk);
  await using mounted = disk;
  const ballast = join(mounted.path, "ballast");
  await writeFile(ballast, Buffer.alloc(1.5 * MEGABYTE, 1));
  const options = {
    folder: join(mounted.path, "log"),
    reserveBytes: 100_000,
    rotateBytes: 100_000,
    probeEveryMs: 0,
  };
  const { log } = await SessionLog.open({ ...options, lease: lease(1) });
  const robot = new Robot("r");
  while (robot.failures.length === 0) {
    robot.send(log, 500);
    await settled(log);
  }
  const full = robot.acked;
  for (let i = 0; i < 5; i++) {
    robot.send(log, 500);
    await settled(log);
  }
  expect(new Set(robot.failures)).toEqual(new Set(["storage_full"]));
  expect(robot.acked).toBe(full);
  await checkRecovered(log, [robot]);
  await log.close();
  // A restart on the full disk reads everything and refuses as before.
  const second = await SessionLog.open({ ...options, lease: lease(2) });
  await checkRecovered(second.log, [robot]);
  expect(second.log.full).toBe(true);
  await rm(ballast);
  robot.send(second.log, 500);
  await settled(second.log);
  expect(robot.acked).toBe(full + 500);
  expect(second.log.full).toBe(false);
  await second.log.close();
});

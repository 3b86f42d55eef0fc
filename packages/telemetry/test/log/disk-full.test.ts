import { spawnSync } from "node:child_process";
import { open, rm, statfs } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { SessionLog } from "@retake/telemetry/log";
import { temporaryFolder } from "../temporary-folder.ts";
import { checkRecovered, lease, Robot, settled } from "./robots.ts";

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

/** Leaves that many percent of a disk taken; at 100 not a byte is free. */
async function fill(path: string, percent: number): Promise<void> {
  const { blocks, bsize } = await statfs(path);
  const file = await open(join(path, "ballast"), "wx");
  try {
    const bytes = Math.ceil((blocks * bsize * percent) / 100);
    for (let at = 0; at < bytes; at += bsize) await file.write(Buffer.alloc(bsize, 1));
  } finally {
    await file.close();
  }
}

const BATCH = 500;

describe("a recording disk that fills up", () => {
  for (const percent of [95, 99, 100]) {
    test(`at ${percent} % acks stop with storage_full, what was acked is read, and recording resumes when there is space`, async ({
      skip,
    }) => {
      const disk = await smallDisk();
      if (typeof disk === "string") return skip(disk);
      await using mounted = disk;
      const folder = join(mounted.path, "log");
      const options = { folder, reserveBytes: 100_000, rotateBytes: 100_000, probeEveryMs: 0 };
      const { log } = await SessionLog.open({ ...options, lease: lease(1) });
      const robot = new Robot("r");
      const send = async (to: SessionLog): Promise<void> => {
        robot.send(to, BATCH);
        await settled(to);
      };
      await send(log);
      expect(robot.acked).toBe(BATCH);
      await fill(mounted.path, percent).catch((error: unknown) =>
        // What the log has taken already is not free for the ballast.
        expect(error).toMatchObject({ code: "ENOSPC" }),
      );
      while (robot.failures.length === 0) await send(log);
      const full = robot.acked;
      for (let i = 0; i < 5; i++) await send(log);
      expect(new Set(robot.failures)).toEqual(new Set(["storage_full"]));
      expect(robot.acked).toBe(full);
      expect(log.full).toBe(true);
      await checkRecovered(log, [robot]);
      await log.close();
      // A restart on the full disk reads everything, and refuses as before.
      const { log: again } = await SessionLog.open({ ...options, lease: lease(2) });
      await checkRecovered(again, [robot]);
      expect(again.full).toBe(true);
      robot.resume(again);
      const resumed = robot.acked;
      await send(again);
      expect(robot.acked).toBe(resumed);
      expect(robot.failures.at(-1)).toBe("storage_full");
      await rm(join(mounted.path, "ballast"));
      await send(again);
      expect(robot.acked).toBe(resumed + BATCH);
      expect(again.full).toBe(false);
      await checkRecovered(again, [robot]);
      await again.close();
    });
  }
});

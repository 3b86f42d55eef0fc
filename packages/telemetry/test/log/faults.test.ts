import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SessionLog } from "@retake/telemetry/log";
import { checkAfter, draws, newRobots, play, survivesRandomFaults } from "./fault-play.ts";
import { faultyDisk } from "./faulty-disk.ts";
import { MemoryDisk } from "./memory-disk.ts";
import { lease, Robot, settled, SMALL } from "./robots.ts";

describe("a log on a disk that fails", { timeout: 300_000 }, () => {
  for (const fate of ["EIO", "ENOSPC", "EMFILE", "short"] as const) {
    test(`whichever call answers ${fate}, all that was acked is recovered, once, in order, after a kill and after a loss of power`, async () => {
      let fired = true;
      for (let n = 0; fired; n++) {
        const robots = newRobots();
        const disk = new MemoryDisk();
        let calls = 0;
        fired = false;
        await play(disk, () => (calls++ === n ? ((fired = true), fate) : null), robots);
        await checkAfter(
          disk.afterKill(),
          robots.map((robot) => robot.copy()),
          draws(n + 2),
        );
        await checkAfter(
          disk.afterPowerLoss(draws(n + 1)),
          robots.map((robot) => robot.copy()),
          draws(n + 3),
        );
        expect(robots.every((robot) => robot.acked > 20)).toBe(true);
        if (!fired) expect(n).toBeGreaterThan(100);
      }
    });
  }

  test("with many calls failing at random, and a kill or a loss of power at a random one, all that was acked is recovered", async () => {
    await fc.assert(survivesRandomFaults, { numRuns: 300 });
  });

  test("a file whose fsync failed is never written, cut or synced again", async () => {
    const disk = new MemoryDisk();
    let syncs = 0;
    const changes: string[] = [];
    const { log } = await SessionLog.open({
      ...SMALL,
      rotateBytes: 1 << 20,
      disk: faultyDisk(disk, (call, path) => {
        if (syncs >= 4 && ["write", "truncate", "datasync"].includes(call)) changes.push(path);
        return call === "datasync" && ++syncs === 4 ? "EIO" : null;
      }),
      lease: lease(1),
    });
    const robot = new Robot("r");
    for (let i = 0; i < 6; i++) {
      robot.send(log, 2);
      await settled(log);
    }
    expect(robot.failures).toEqual(["unavailable"]);
    expect(log.files().map(({ file }) => file)).toEqual([1, 2]);
    expect(changes.length).toBeGreaterThan(0);
    expect(changes).not.toContain("/log/0000000001.log");
    await checkAfter(disk.afterPowerLoss(draws(7)), [robot], draws(8));
  });

  test("while the disk is full appends are refused with storage_full; with space for twice the reserve they go on", async () => {
    const disk = new MemoryDisk();
    let full = false;
    let writes = 0;
    const { log } = await SessionLog.open({
      ...SMALL,
      probeEveryMs: 0,
      disk: faultyDisk(disk, (call) => (call === "write" && (writes++, full) ? "ENOSPC" : null)),
      lease: lease(1),
    });
    const robot = new Robot("r");
    robot.send(log, 1);
    await settled(log);
    full = true;
    for (let i = 0; i < 3; i++) {
      robot.send(log, 1);
      await settled(log);
    }
    expect(robot).toMatchObject({ acked: 1, failures: ["storage_full", "storage_full", "storage_full"] });
    expect(log.full).toBe(true);
    expect([...disk.snapshot().keys()]).not.toContain("/log/reserve");
    full = false;
    robot.send(log, 1);
    await settled(log);
    expect(robot.acked).toBe(2);
    expect(log.full).toBe(false);
    expect(disk.snapshot().get("/log/reserve")).toHaveLength(SMALL.reserveBytes!);
    expect(writes).toBeGreaterThan(4);
  });
});

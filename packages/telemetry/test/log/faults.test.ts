import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SessionLog } from "@retake/telemetry/log";
import { faultyDisk, type DiskCall, type Fate } from "./faulty-disk.ts";
import { MemoryDisk } from "./memory-disk.ts";
import { checkRecovered, lease, Robot, settled, SMALL } from "./robots.ts";

function draws(seed: number): () => number {
  let state = seed >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/** Three robots through several files, a restart, deleted files and a close; a refused step is tried again as a robot would. */
async function play(disk: MemoryDisk, fateOf: (call: DiskCall) => Fate, robots: Robot[]): Promise<void> {
  const faulty = faultyDisk(disk, fateOf);
  for (let fence = 1; fence <= 2; fence++) {
    const { log } = await retried(() => SessionLog.open({ ...SMALL, disk: faulty, lease: lease(fence) }));
    await retried(() => checkRecovered(log, robots));
    for (const robot of robots) robot.resume(log);
    for (let step = 0; step < 8; step++) {
      for (const robot of robots) robot.send(log, 1 + (step % 4));
      if (step === 3) robots[0]!.mark(log);
      if (step === 5) robots[1]!.describe(log);
      await settled(log);
    }
    // Two files may go: what they hold counts as committed elsewhere.
    const [first, second] = log.files();
    await log.dropFiles(({ file }) => file === first?.file || file === second?.file).catch(isRefusal);
    for (const robot of robots) robot.send(log, 2);
    if (fence === 2) robots[0]!.close(log);
    await settled(log);
    await log.close();
  }
}

function isRefusal(error: unknown): void {
  expect(error).toMatchObject({
    name: "AppError",
    code: expect.stringMatching(/^(storage_full|unavailable)$/),
  });
}

/** Until it is not refused; every test lets the disk answer in the end. */
async function retried<T>(act: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await act();
    } catch (error) {
      isRefusal(error);
    }
  }
}

async function checkAfter(disk: MemoryDisk, robots: Robot[]): Promise<void> {
  const { log, report } = await SessionLog.open({ ...SMALL, disk, lease: lease(9) });
  expect(report.losses).toEqual([]);
  await checkRecovered(log, robots);
  // Recording goes on where the log says.
  for (const robot of robots.slice(1)) {
    const before = (log.session(robot.session)?.nextSeq ?? 1) - 1;
    robot.acked = before;
    robot.send(log, 3);
    await settled(log);
    expect(robot.acked).toBeGreaterThan(before);
  }
  await log.close();
  const again = await SessionLog.open({ ...SMALL, disk, lease: lease(10) });
  expect(again.report).toMatchObject({ tornBytes: 0, losses: [] });
  await checkRecovered(again.log, robots);
}

const newRobots = (): Robot[] => ["a", "b", "c"].map((name) => new Robot(name));

describe("a log on a disk that fails", { timeout: 180_000 }, () => {
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
        );
        await checkAfter(
          disk.afterPowerLoss(draws(n + 1)),
          robots.map((robot) => robot.copy()),
        );
        expect(robots.every((robot) => robot.acked > 20)).toBe(true);
        if (!fired) expect(n).toBeGreaterThan(100);
      }
    });
  }

  test("with many calls failing at random, and power lost at a random one, all that was acked is recovered", async () => {
    const fates = fc.array(
      fc
        .integer({ min: 0, max: 39 })
        .map((n): Fate => (["EIO", "ENOSPC", "EMFILE", "short"] as const)[n] ?? null),
      {
        minLength: 20,
        maxLength: 400,
      },
    );
    await fc.assert(
      fc.asyncProperty(fates, fc.integer({ min: 1 }), fc.nat(400), async (list, seed, lossAt) => {
        const robots = newRobots();
        const disk = new MemoryDisk();
        let calls = 0;
        let afterwards: { disk: MemoryDisk; robots: Robot[] } | null = null;
        const fateOf = (): Fate => {
          const n = calls++;
          if (n === lossAt)
            afterwards = {
              disk: disk.afterPowerLoss(draws(seed)),
              robots: robots.map((robot) => robot.copy()),
            };
          return list[n] ?? null;
        };
        await play(disk, fateOf, robots);
        afterwards ??= {
          disk: disk.afterPowerLoss(draws(seed)),
          robots: robots.map((robot) => robot.copy()),
        };
        await checkAfter(afterwards.disk, afterwards.robots);
      }),
      { numRuns: 300 },
    );
  });

  test("a file whose fsync failed is never written or synced again", async () => {
    const disk = new MemoryDisk();
    let syncs = 0;
    const { log } = await SessionLog.open({
      ...SMALL,
      rotateBytes: 1 << 20,
      disk: faultyDisk(disk, (call) => (call === "datasync" && ++syncs === 4 ? "EIO" : null)),
      lease: lease(1),
    });
    const robot = new Robot("r");
    for (let i = 0; i < 6; i++) {
      robot.send(log, 2);
      await settled(log);
    }
    expect(robot.failures).toEqual(["unavailable"]);
    expect(log.files().map(({ file }) => file)).toEqual([1, 2]);
    const [first] = log.files();
    expect(disk.snapshot().get("/log/0000000001.log")).toHaveLength(first!.bytes);
    await checkAfter(disk.afterPowerLoss(draws(7)), [robot]);
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

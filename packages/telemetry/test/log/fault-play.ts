import fc from "fast-check";
import { expect } from "vitest";
import { SessionLog, type RecoveryReport } from "@retake/telemetry/log";
import { faultyDisk, type Fate, type FateOf } from "./faulty-disk.ts";
import { MemoryDisk, type Draw } from "./memory-disk.ts";
import { checkRecovered, lease, Robot, settled, SMALL } from "./robots.ts";

/** The same numbers for the same seed. */
export function draws(seed: number): Draw {
  let state = seed >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/** Three robots through several files, a restart, deleted files and a close; a refused step is tried again as a robot would. */
export async function play(disk: MemoryDisk, fateOf: FateOf, robots: Robot[]): Promise<void> {
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

/**
 * What must hold of a disk that was killed, or lost its power, when the robots had been told what they know: also that what this
 * recovery tells them, and what they record after it, outlives the next loss of power.
 */
export async function checkAfter(disk: MemoryDisk, robots: Robot[], draw: Draw): Promise<void> {
  const { log, report } = await SessionLog.open({ ...SMALL, disk, lease: lease(9) });
  expect(report.losses).toEqual([]);
  await checkRecovered(log, robots);
  for (const robot of robots) robot.resume(log);
  await checkNext(disk.afterPowerLoss(draw), robots);
  // Recording goes on where the log says.
  for (const robot of robots.slice(1)) {
    const before = robot.acked;
    robot.send(log, 3);
    await settled(log);
    expect(robot.acked).toBeGreaterThan(before);
  }
  await log.close();
  await checkNext(disk.afterPowerLoss(draw), robots);
  const report10 = await checkNext(disk, robots);
  expect(report10.tornBytes).toBe(0);
}

async function checkNext(disk: MemoryDisk, robots: Robot[]): Promise<RecoveryReport> {
  const { log, report } = await SessionLog.open({ ...SMALL, disk, lease: lease(10) });
  expect(report.losses).toEqual([]);
  await checkRecovered(log, robots);
  return report;
}

export const newRobots = (): Robot[] => ["a", "b", "c"].map((name) => new Robot(name));

const fates = fc.array(
  fc
    .integer({ min: 0, max: 39 })
    .map((n): Fate => (["EIO", "ENOSPC", "EMFILE", "short"] as const)[n] ?? null),
  { minLength: 20, maxLength: 400 },
);

/** Calls fail as drawn; at a call drawn the process is killed, or the power lost. */
export const survivesRandomFaults = fc.asyncProperty(
  fates,
  fc.integer({ min: 1 }),
  fc.nat(400),
  fc.boolean(),
  async (list, seed, lossAt, isKill) => {
    const robots = newRobots();
    const disk = new MemoryDisk();
    const loss = (): { disk: MemoryDisk; robots: Robot[] } => ({
      disk: isKill ? disk.afterKill() : disk.afterPowerLoss(draws(seed)),
      robots: robots.map((robot) => robot.copy()),
    });
    let calls = 0;
    let afterwards: ReturnType<typeof loss> | null = null;
    const fateOf = (): Fate => {
      const n = calls++;
      if (n === lossAt) afterwards = loss();
      return list[n] ?? null;
    };
    await play(disk, fateOf, robots);
    afterwards ??= loss();
    await checkAfter(afterwards.disk, afterwards.robots, draws(seed + 1));
  },
);

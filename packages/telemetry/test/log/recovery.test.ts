import { describe, expect, test } from "vitest";
import { SessionLog } from "@retake/telemetry/log";
import type { LogDisk } from "../../src/log/log-disk.ts";
import { HEADER_BYTES, putFrame, putHeader, encodeHead, fileSeed, FRAME_BYTES } from "../../src/log/frame.ts";
import { draws } from "./fault-play.ts";
import { faultyDisk, type FateOf } from "./faulty-disk.ts";
import { MemoryDisk } from "./memory-disk.ts";
import { checkRecovered, FOLDER, lease, Robot, settled, SMALL } from "./robots.ts";

const FILE = `${FOLDER}/0000000001.log`;

/** A process that was killed after its disk had refused to sync the last batch: what it wrote is in the page cache only. */
async function killedAfterFailedSync(batches: number): Promise<{ disk: MemoryDisk; robot: Robot }> {
  const disk = new MemoryDisk();
  const robot = new Robot("r");
  let fails = false;
  const fateOf: FateOf = (call) => (fails && call === "datasync" ? "EIO" : null);
  const options = { ...SMALL, rotateBytes: 1 << 20, disk: faultyDisk(disk, fateOf), lease: lease(1) };
  const { log } = await SessionLog.open(options);
  for (let batch = 0; batch <= batches; batch++) {
    fails = batch === batches;
    robot.send(log, 3);
    await settled(log);
  }
  expect(robot.acked).toBe(3 * batches);
  return { disk: disk.afterKill(), robot };
}

async function opened(disk: LogDisk): Promise<SessionLog> {
  for (;;) {
    try {
      return (await SessionLog.open({ ...SMALL, disk, lease: lease(2) })).log;
    } catch (error) {
      expect(error).toMatchObject({ code: expect.stringMatching(/^(storage_full|unavailable)$/) });
    }
  }
}

async function survives(disk: MemoryDisk, robot: Robot, seed: number): Promise<void> {
  const { log, report } = await SessionLog.open({
    ...SMALL,
    disk: disk.afterPowerLoss(draws(seed)),
    lease: lease(3),
  });
  expect(report.losses).toEqual([]);
  await checkRecovered(log, [robot]);
}

describe("recovery", { timeout: 300_000 }, () => {
  test("what it announces survives a loss of power, though the fsync of a process before it had failed", async () => {
    for (const batches of [0, 1, 4]) {
      const { disk, robot } = await killedAfterFailedSync(batches);
      robot.resume(await opened(disk));
      expect(robot.acked).toBe(3 * batches + 3);
      for (let seed = 1; seed < 30; seed++) await survives(disk, robot, seed);
    }
  });

  test("whichever of its calls fails, or loses the power, nothing is lost that was acked or is announced in the end", async () => {
    for (const fate of ["EIO", "ENOSPC", "EMFILE", "short"] as const) {
      for (let n = 0, fired = true; fired; n++) {
        const { disk, robot } = await killedAfterFailedSync(2);
        let calls = 0;
        const lost: MemoryDisk[] = [];
        const log = await opened(
          faultyDisk(disk, () => {
            if (calls++ !== n) return null;
            lost.push(disk.afterPowerLoss(draws(n + 1)));
            return fate;
          }),
        );
        fired = lost.length > 0;
        for (const each of lost) await survives(each, robot.copy(), n + 2);
        robot.resume(log);
        await survives(disk, robot, n + 3);
        if (!fired) expect(n).toBeGreaterThan(20);
      }
    }
  });

  test("file numbers that died at birth are no loss, whichever of them a loss of power has left", async () => {
    const { disk: before, robot } = await killedAfterFailedSync(2);
    const files = before.afterPowerLoss(() => 1).snapshot();
    files.set(`${FOLDER}/0000000004.log`, Buffer.from("RTKL\x01\0"));
    const disk = MemoryDisk.of(files);
    const log = await opened(disk);
    robot.resume(log);
    robot.send(log, 3);
    await settled(log);
    expect(log.files().map(({ file }) => file)).toEqual([1, 5]);
    for (let seed = 1; seed < 10; seed++) await survives(disk, robot, seed);
  });

  test("it reads files of any size in pieces of 1 MiB or of one record, and finds its way behind damage across them", async () => {
    const disk = new MemoryDisk();
    const { log } = await SessionLog.open({ ...SMALL, rotateBytes: 1 << 30, disk, lease: lease(1) });
    log.openSession("s", "", () => undefined);
    const big = 3 << 20;
    for (let seq = 1; seq <= 120; seq++) {
      const values = new Uint8Array(seq === 60 ? big : 60_000 + seq).fill(seq);
      const item = { kind: "sample" as const, topic: 0, t: seq, serverTime: seq, frame: seq, values };
      const topics = [{ name: "/camera", type: "image" as const, shape: [] }];
      log.appendItems("s", { firstSeq: seq, topics, items: [item] }, (error) => expect(error).toBeNull());
      await settled(log);
    }
    const whole = disk.snapshot().get(FILE)!;
    expect(whole.length).toBeGreaterThan(10_000_000);
    const recovered = async (bytes: Buffer) => {
      let largest = 0;
      const counting: LogDisk = MemoryDisk.of(new Map([[FILE, bytes]]));
      const open = counting.open.bind(counting);
      counting.open = async (path, mode) => {
        const handle = await open(path, mode);
        const read = handle.read.bind(handle);
        handle.read = (into, position) => {
          largest = Math.max(largest, into.length);
          return read(into, position);
        };
        return handle;
      };
      const found = await SessionLog.open({ ...SMALL, disk: counting, lease: lease(2) });
      expect(largest).toBeLessThan(big + 1000);
      return { ...found, largest };
    };
    expect((await recovered(whole)).report).toMatchObject({ records: 121, losses: [], tornBytes: 0 });
    expect((await recovered(whole.subarray(0, 2 << 20))).largest).toBe(1 << 20);
    // Damage of 2 MiB, so that the next mark is windows away; and 14 of one byte, wherever they meet the ends of windows.
    const hole = Buffer.from(whole).fill(0xff, 5_000_000, 7_097_152);
    expect((await recovered(hole)).report.losses).toMatchObject([{ file: 1, reason: "damaged" }]);
    for (let at = 1_000_000; at < 1_100_000; at += 7_477) {
      const bytes = Buffer.from(whole);
      bytes[at]! ^= 1;
      const { report, log: after } = await recovered(bytes);
      expect(report).toMatchObject({ records: 120, losses: [{ file: 1, reason: "damaged" }], tornBytes: 0 });
      expect(after.session("s")).toMatchObject({ nextSeq: 121, gaps: [{}] });
    }
  });

  test("a head that names a hundred thousand files is read, and files of a later version are refused and left alone", async () => {
    const ends = new Map(Array.from({ length: 100_000 }, (_, i) => [i + 1, 0]));
    const file = (version: number): Buffer => {
      const head = encodeHead({ file: 100_001, ends });
      const bytes = Buffer.alloc(HEADER_BYTES + FRAME_BYTES + head.bytes);
      putHeader(bytes, { shard: 0, fence: 1, salt: 7 });
      bytes.writeUInt16LE(version, 4);
      putFrame(bytes, HEADER_BYTES, { payload: head, own: true, place: HEADER_BYTES, seed: fileSeed(bytes) });
      return bytes;
    };
    const path = `${FOLDER}/0000100001.log`;
    const { disk, robot } = await killedAfterFailedSync(1);
    const files = disk.snapshot();
    const { log, report } = await SessionLog.open({
      ...SMALL,
      disk: MemoryDisk.of(new Map([...files, [path, file(1)]])),
      lease: lease(2),
    });
    expect(report).toMatchObject({ files: 1, records: 0, losses: [] });
    expect(log.session(robot.session)).toBeNull();
    const later = MemoryDisk.of(new Map([...files, [path, file(2)]]));
    await expect(SessionLog.open({ ...SMALL, disk: later, lease: lease(2) })).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("later version"),
    });
    expect(later.snapshot().get(path)!.equals(file(2))).toBe(true);
    expect(later.snapshot().get(FILE)!.equals(files.get(FILE)!)).toBe(true);
  });
});

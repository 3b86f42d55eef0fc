import { describe, expect, test } from "vitest";
import { SessionLog } from "@retake/telemetry/log";
import { MemoryDisk } from "./memory-disk.ts";
import { checkRecovered, FOLDER, lease, readSeqs, Robot, settled, SMALL } from "./robots.ts";

const FILE = `${FOLDER}/0000000001.log`;

/** One file; after every batch its size and what is acked then. */
async function smallLog(): Promise<{
  files: Map<string, Buffer>;
  sizes: number[];
  acked: number[];
  robot: Robot;
}> {
  const disk = new MemoryDisk();
  const { log } = await SessionLog.open({ ...SMALL, rotateBytes: 1 << 20, disk, lease: lease(1) });
  const robot = new Robot("r");
  const sizes: number[] = [];
  const acked: number[] = [];
  for (let batch = 0; batch < 5; batch++) {
    robot.send(log, 1 + (batch % 3));
    if (batch === 2) robot.mark(log);
    await settled(log);
    sizes.push(disk.snapshot().get(FILE)!.length);
    acked.push(robot.acked);
  }
  await log.close();
  return { files: disk.snapshot(), sizes, acked, robot };
}

const recover = (files: ReadonlyMap<string, Buffer>) => {
  const disk = MemoryDisk.of(files);
  return SessionLog.open({ ...SMALL, disk, lease: lease(2) }).then((opened) => ({ ...opened, disk }));
};

describe("a damaged log", { timeout: 300_000 }, () => {
  test("cut at any byte it gives everything of every batch that is whole, and says what it cut", async () => {
    const { files, sizes, acked, robot } = await smallLog();
    const whole = files.get(FILE)!;
    for (let size = 0; size <= whole.length; size++) {
      const { log, report, disk } = await recover(new Map([...files, [FILE, whole.subarray(0, size)]]));
      const batches = sizes.filter((end) => end <= size).length;
      const kept = disk.snapshot().get(FILE)?.length ?? 0;
      expect(log.session("r")?.nextSeq ?? 1).toBeGreaterThan(acked[batches - 1] ?? 0);
      expect(report, `cut at ${size}`).toMatchObject({ tornBytes: size - kept, bytes: kept, losses: [] });
      expect(kept).toBeGreaterThanOrEqual(sizes[batches - 1] ?? 0);
      robot.acked = acked[batches - 1] ?? 0;
      robot.openAcked = batches > 0;
      robot.metaAcked = batches > 0 ? "meta of r" : null;
      robot.marksAcked = batches > 2 ? 1 : 0;
      await checkRecovered(log, [robot]);
      const again = await recover(disk.snapshot());
      expect(again.report).toMatchObject({ tornBytes: 0, records: report.records, losses: [] });
    }
  });

  test("with any one bit changed it gives only what was sent, and reports the rest as torn or, before the last batch, as lost", async () => {
    const { files, sizes } = await smallLog();
    const whole = files.get(FILE)!;
    const total = (await recover(files)).report.records;
    for (let bit = 0; bit < whole.length * 8; bit++) {
      const bytes = Buffer.from(whole);
      bytes[bit >> 3]! ^= 1 << (bit & 7);
      const { log, report } = await recover(new Map([...files, [FILE, bytes]]));
      const inLast = bit >> 3 >= sizes.at(-2)!;
      const what = `bit ${bit}`;
      expect(report.records, what).toBeLessThan(total);
      expect(report.losses.length > 0, what).toBe(!inLast);
      expect(report.tornBytes > 0, what).toBe(inLast);
      for (const state of log.sessions()) {
        const lost = state.gaps.flatMap(({ from, to }) =>
          Array.from({ length: to - from + 1 }, (_, i) => from + i),
        );
        const seqs: number[] = [];
        for await (const record of log.readTail(state.session, 1)) {
          if (record.kind === "items")
            record.batch.items.forEach((_, i) => seqs.push(record.batch.firstSeq + i));
        }
        expect([...seqs, ...lost].sort((a, b) => a - b)).toEqual(
          Array.from({ length: state.nextSeq - 1 }, (_, i) => i + 1),
        );
      }
    }
  });

  test("a tail of zeros, or of an older file's frames, is no record", async () => {
    const { files, robot } = await smallLog();
    const whole = files.get(FILE)!;
    for (const tail of [Buffer.alloc(500), whole.subarray(16), whole]) {
      const { log, report } = await recover(new Map([...files, [FILE, Buffer.concat([whole, tail])]]));
      expect(report).toMatchObject({ tornBytes: tail.length, losses: [] });
      expect(await readSeqs(log, "r")).toHaveLength(robot.acked);
    }
  });

  test("a file in the middle that is damaged, cut or gone is a known loss, and the files around it are read", async () => {
    const disk = new MemoryDisk();
    const { log } = await SessionLog.open({ ...SMALL, disk, lease: lease(1) });
    const robot = new Robot("r");
    while (log.files().length < 4) {
      robot.send(log, 3);
      await settled(log);
    }
    await log.close();
    const files = disk.snapshot();
    const second = files.get(`${FOLDER}/0000000002.log`)!;
    const spoilt: [string, Buffer | null][] = [
      ["gone", null],
      ["empty", Buffer.alloc(0)],
      ["cut", second.subarray(0, second.length - 1)],
      ["header", Buffer.concat([Buffer.alloc(16), second.subarray(16)])],
      ["overwritten", Buffer.alloc(second.length, 8)],
    ];
    for (const [what, bytes] of spoilt) {
      const changed = new Map(files);
      if (bytes === null) changed.delete(`${FOLDER}/0000000002.log`);
      else changed.set(`${FOLDER}/0000000002.log`, bytes);
      const { log: found, report, disk: after } = await recover(changed);
      expect(report.losses, what).toMatchObject([{ file: 2 }]);
      const [gap] = found.session("r")!.gaps;
      expect(found.session("r"), what).toMatchObject({
        nextSeq: robot.acked + 1,
        gaps: [{ from: expect.any(Number) }],
      });
      expect(found.session("r")!.gaps).toHaveLength(1);
      expect(await readSeqs(found, "r", gap!.to + 1), what).toHaveLength(robot.acked - gap!.to);
      expect((await recover(after.snapshot())).report, what).toMatchObject({
        tornBytes: 0,
        losses: report.losses,
      });
    }
  });
});

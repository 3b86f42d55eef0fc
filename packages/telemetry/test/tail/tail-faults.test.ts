import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SessionLog } from "@retake/telemetry/log";
import { openLogTail, type LogTail } from "@retake/telemetry/tail";
import { faultyDisk, type Fate } from "../log/faulty-disk.ts";
import { MemoryDisk } from "../log/memory-disk.ts";
import { FOLDER, lease, readSeqs, Robot, settled, SMALL } from "../log/robots.ts";

const follow = (disk: MemoryDisk): LogTail => openLogTail({ folder: FOLDER, disk });

/** What follower and writer both know of a session. */
function stateOf(source: Pick<SessionLog, "session">, session: string): object | null {
  const state = source.session(session);
  if (state === null) return null;
  const { meta, nextSeq, nextMark, open, closeReason, gaps, counts } = state;
  return { meta, nextSeq, nextMark, open, closeReason, gaps, counts };
}

/** A log of three robots over several files. */
async function recorded(): Promise<{ disk: MemoryDisk; names: string[] }> {
  const disk = new MemoryDisk();
  const robots = ["a", "b", "c"].map((name) => new Robot(name));
  const { log } = await SessionLog.open({ ...SMALL, disk, lease: lease(1) });
  for (const robot of robots) robot.open(log);
  for (let step = 0; step < 12; step++) {
    for (const robot of robots) robot.send(log, 1 + (step % 4));
    if (step === 4) robots[0]!.mark(log);
    await settled(log);
  }
  robots[2]!.close(log);
  await settled(log);
  await log.close();
  return { disk, names: robots.map(({ session }) => session) };
}

const logFiles = (disk: MemoryDisk): [string, Buffer][] =>
  [...disk.snapshot()].filter(([path]) => path.endsWith(".log")).sort(([a], [b]) => (a < b ? -1 : 1));

const fates = fc.array(
  fc
    .integer({ min: 0, max: 25 })
    .map((n): Fate => (["EIO", "ENOSPC", "EMFILE", "short"] as const)[n] ?? null),
  { minLength: 20, maxLength: 300 },
);

describe("a follower beside a writer whose disk fails", () => {
  test("has every acked number once, in order, with its content, whatever was given up; and nothing else once the writer goes on", async () => {
    await fc.assert(
      fc.asyncProperty(
        fates,
        fc.array(fc.boolean(), { minLength: 30, maxLength: 30 }),
        async (list, looks) => {
          const disk = new MemoryDisk();
          let calls = 0;
          const faulty = faultyDisk(disk, () => list[calls++] ?? null);
          const tail = follow(disk);
          const robots = ["a", "b"].map((name) => new Robot(name));
          const open = async (fence: number): Promise<SessionLog> => {
            for (;;) {
              const opened = await SessionLog.open({ ...SMALL, disk: faulty, lease: lease(fence) }).catch(
                () => null,
              );
              if (opened !== null) return opened.log;
            }
          };
          for (let fence = 1; fence <= 2; fence++) {
            const log = await open(fence);
            if (fence === 2) for (const robot of robots) robot.resume(log);
            for (let step = 0; step < 15; step++) {
              for (const robot of robots) robot.send(log, 1 + (step % 5));
              await settled(log);
              if (!looks[15 * (fence - 1) + step]) continue;
              await tail.refresh();
              for (const { session, acked } of robots) {
                const known = tail.session(session);
                expect((known?.nextSeq ?? 1) - 1).toBeGreaterThanOrEqual(acked);
                if (known === null) continue;
                const seqs = await readSeqs(tail as unknown as SessionLog, session, known.tailFrom);
                expect(seqs.at(-1) ?? 0).toBe(known.nextSeq - 1);
              }
            }
            await log.dropFiles(({ file }) => file <= 2).catch(() => []);
            calls = list.length;
            for (const robot of robots) robot.send(log, 2);
            await settled(log);
            await tail.refresh();
            for (const { session } of robots) {
              expect(stateOf(tail, session)).toEqual(stateOf(log, session));
              expect(tail.session(session)!.tailFrom).toBe(log.tailFrom(session));
            }
            await log.close();
            if (fence === 1) calls = list.length / 2;
          }
          expect(tail.losses()).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe("a follower of files that grow byte by byte", () => {
  test("takes what is whole, waits for the rest, and takes nothing for damage", async () => {
    const { disk: whole, names } = await recorded();
    const disk = new MemoryDisk();
    const tail = follow(disk);
    let last = 0;
    for (const [path, bytes] of logFiles(whole)) {
      const file = await disk.open(path, "create");
      for (let at = 0; at < bytes.length; at += 7) {
        await file.write(bytes.subarray(at, at + 7), at);
        await tail.refresh();
        const read = tail.sessions().reduce((sum, { nextSeq }) => sum + nextSeq, 0);
        expect(read).toBeGreaterThanOrEqual(last);
        last = read;
      }
    }
    const { log } = await SessionLog.open({ ...SMALL, disk: whole, lease: lease(2) });
    for (const name of names) expect(stateOf(tail, name)).toEqual(stateOf(log, name));
    expect(tail.losses()).toEqual([]);
  });
});

describe("a follower of files that were damaged", () => {
  test("knows exactly what a recovery would, wherever a byte has changed", async () => {
    const { disk: whole, names } = await recorded();
    const files = logFiles(whole);
    expect(files.length).toBeGreaterThan(2);
    await fc.assert(
      fc.asyncProperty(
        fc.nat(files.length - 1),
        fc.nat(4000),
        fc.integer({ min: 1, max: 255 }),
        async (which, offset, change) => {
          const [path, bytes] = files[which]!;
          const copy = Buffer.from(bytes);
          const at = offset % copy.length;
          copy[at] = copy[at]! ^ change;
          const damaged = new Map(whole.snapshot()).set(path, copy);
          const tail = follow(MemoryDisk.of(damaged));
          await tail.refresh();
          const disk = MemoryDisk.of(damaged);
          const { log, report } = await SessionLog.open({ ...SMALL, disk, lease: lease(2) });
          for (const name of names) expect(stateOf(tail, name)).toEqual(stateOf(log, name));
          // The head of the newest file may still become whole, for all that a follower knows.
          const isBirth = (loss: { from: number }): boolean => which === files.length - 1 && loss.from === 0;
          expect(tail.losses()).toEqual(report.losses.filter((loss) => !isBirth(loss)));
        },
      ),
      { numRuns: 400 },
    );
  });
});

import { describe, expect, test } from "vitest";
import { SessionLog, type ItemBatch, type LogSample } from "@retake/telemetry/log";
import { MemoryDisk } from "./memory-disk.ts";
import { countsBefore, lease, readSeqs, Robot, settled, SMALL } from "./robots.ts";

async function recorded(count: number): Promise<{ log: SessionLog; robot: Robot; disk: MemoryDisk }> {
  const disk = new MemoryDisk();
  const { log } = await SessionLog.open({ ...SMALL, disk, lease: lease(1) });
  const robot = new Robot("r");
  for (let sent = 0; sent < count; sent += 4) {
    robot.send(log, 4);
    new Robot(`other${sent}`).send(log, 1);
    if (sent === 8) robot.mark(log);
    if (sent === 12) robot.describe(log);
    await settled(log);
  }
  return { log, robot, disk };
}

describe("a log of sessions", () => {
  test("files go only where the caller lets them, oldest first; a restart then knows the session's number, meta and counts still", async () => {
    const { log, disk } = await recorded(40);
    const all = log.files();
    expect(all.length).toBeGreaterThan(2);
    expect(await log.dropFiles(() => false)).toEqual([]);
    expect(await log.dropFiles(({ file }) => file !== all[0]!.file)).toEqual([]);
    const sealedUpTo = all[1]!.sessions.find(({ session }) => session === "r")!.nextSeq;
    const covered = (file: (typeof all)[number]) =>
      file.sessions.every(({ session, nextSeq }) => session !== "r" || nextSeq <= sealedUpTo);
    expect(await log.dropFiles(covered)).toEqual([1, 2]);
    expect(log.tailFrom("r")).toBe(sealedUpTo);
    await log.close();
    const { log: again, report } = await SessionLog.open({ ...SMALL, disk, lease: lease(2) });
    expect(report.losses).toEqual([]);
    const counts = countsBefore(41);
    const known = {
      meta: "meta of r+",
      nextSeq: 41,
      nextMark: 2,
      open: true,
      gaps: [],
      counts: { ...counts, marks: counts.marks + 1 },
    };
    expect(again.session("r")).toMatchObject(known);
    expect(await readSeqs(again, "r", sealedUpTo)).toHaveLength(41 - sealedUpTo);
    const rest = again.files().map(({ file }) => file);
    expect(await again.dropFiles(() => true)).toEqual(rest.slice(0, -1));
    expect(again.files()).toHaveLength(1);
    const third = await SessionLog.open({ ...SMALL, disk, lease: lease(3) });
    expect(third.log.session("r")).toMatchObject(known);
  });

  test("once every session is closed all files may go, and the log forgets them", async () => {
    const { log, robot, disk } = await recorded(8);
    for (const { session } of log.sessions()) log.closeSession(session, "end", () => undefined);
    await settled(log);
    await log.close();
    const { log: again } = await SessionLog.open({ ...SMALL, disk, lease: lease(2) });
    expect(again.session(robot.session)).toMatchObject({ open: false, closeReason: "end" });
    const seen: boolean[] = [];
    await again.dropFiles((file) => {
      seen.push(...file.sessions.filter(({ session }) => session === "r").map(({ closed }) => closed));
      return true;
    });
    expect(seen.at(-1)).toBe(true);
    expect(again.sessions()).toEqual([]);
    expect([...disk.snapshot().keys()].filter((name) => name.endsWith(".log"))).toEqual([]);
  });

  test("a wrong number, an unknown or closed session, and values that do not fit are refused before anything is written", async () => {
    const { log } = await recorded(4);
    const batch = (change: Partial<ItemBatch>): ItemBatch => ({
      firstSeq: 5,
      topics: [{ name: "/a", type: "float32", shape: [2] }],
      items: [{ kind: "sample", topic: 0, t: 0, serverTime: 0, frame: 0, values: new Float32Array(2) }],
      ...change,
    });
    const sample = batch({}).items[0] as LogSample;
    const refused = (session: string, change: Partial<ItemBatch>) => {
      try {
        log.appendItems(session, batch(change), () => undefined);
      } catch (error) {
        return error;
      }
    };
    expect(refused("r", { firstSeq: 4 })).toMatchObject({ code: "conflict" });
    expect(refused("r", { firstSeq: 6 })).toMatchObject({ code: "conflict" });
    expect(refused("nobody", {})).toMatchObject({ code: "not_found" });
    const bad: Partial<ItemBatch>[] = [
      { items: [] },
      { items: [{ ...sample, topic: 1 }] },
      { items: [{ ...sample, frame: 2 ** 31 }] },
      { items: [{ ...sample, frame: 0.5 }] },
      { topics: [{ name: "/a", type: "float32", shape: Array.from({ length: 256 }, () => 1) }] },
      { topics: [{ name: "/a", type: "float32", shape: [2 ** 32] }] },
      ...[new Float32Array(3), new Float64Array(2), "words", new Uint8Array(8)].map((values) => ({
        items: [{ ...sample, values }],
      })),
    ];
    for (const change of bad) expect(refused("r", change)).toMatchObject({ code: "bad_request" });
    expect(refused("r", { items: [sample] })).toBeUndefined();
    await settled(log);
    expect(log.session("r")!.nextSeq).toBe(6);
    log.closeSession("r", "end", () => undefined);
    expect(refused("r", { firstSeq: 6 })).toMatchObject({ code: "conflict" });
    expect(() => log.openSession("r", "", () => undefined)).toThrow(
      expect.objectContaining({ code: "conflict" }),
    );
  });
});

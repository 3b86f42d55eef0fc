import { describe, expect, test } from "vitest";
import { SessionLog } from "@retake/telemetry/log";
import { faultyDisk } from "./faulty-disk.ts";
import { MemoryDisk } from "./memory-disk.ts";
import { checkRecovered, lease, readSeqs, Robot, settled, SMALL } from "./robots.ts";

describe("the lease of a log", () => {
  test("an older fence cannot open it, nor another shard", async () => {
    const disk = new MemoryDisk();
    const { log } = await SessionLog.open({ ...SMALL, disk, lease: lease(5) });
    new Robot("r").send(log, 1);
    await settled(log);
    await expect(SessionLog.open({ ...SMALL, disk, lease: lease(4) })).rejects.toMatchObject({
      code: "conflict",
    });
    await expect(SessionLog.open({ ...SMALL, disk, lease: lease(6, 1) })).rejects.toMatchObject({
      code: "conflict",
    });
    for (const wrong of [lease(0), lease(2 ** 32), lease(1.5), lease(7, -1), lease(7, 65_536)]) {
      await expect(SessionLog.open({ ...SMALL, disk, lease: wrong })).rejects.toMatchObject({
        code: "bad_request",
      });
    }
  });

  test("without its fence file, the fence in the files' headers still refuses an older one", async () => {
    const disk = new MemoryDisk();
    const { log } = await SessionLog.open({ ...SMALL, disk, lease: lease(5) });
    new Robot("r").send(log, 1);
    await settled(log);
    await disk.unlink("/log/fence-0000000005");
    await expect(SessionLog.open({ ...SMALL, disk, lease: lease(4) })).rejects.toMatchObject({
      code: "conflict",
    });
  });

  test("whoever was taken over acks nothing more, and what it had acked the successor has", async () => {
    // The takeover comes at every call of the old writer's last batch in turn.
    for (let at = 0, over = false; !over; at++) {
      const disk = new MemoryDisk();
      let calls = -Infinity;
      let successor: Promise<{ log: SessionLog }> | null = null;
      const takeOver = (): null => {
        if (calls++ === at) successor = SessionLog.open({ ...SMALL, disk, lease: lease(2) });
        return null;
      };
      const { log: old } = await SessionLog.open({
        ...SMALL,
        disk: faultyDisk(disk, takeOver),
        lease: lease(1),
      });
      const robot = new Robot("r");
      robot.send(old, 3);
      await settled(old);
      calls = 0;
      robot.send(old, 3);
      await settled(old);
      over = successor === null;
      successor ??= SessionLog.open({ ...SMALL, disk, lease: lease(2) });
      const { log } = await successor;
      await checkRecovered(log, [robot]);
      const acked = robot.acked;
      robot.send(old, 3);
      await settled(old);
      expect(robot.acked).toBe(acked);
      expect(robot.failures.at(-1)).toBe("conflict");
      await expect(old.dropFiles(() => true)).rejects.toMatchObject({ code: "conflict" });
      expect((await readSeqs(log, "r")).length).toBeGreaterThanOrEqual(acked);
      if (over) expect(at).toBeGreaterThan(2);
    }
  });

  test("a lease that has run out acks nothing, even before a successor comes", async () => {
    const disk = new MemoryDisk();
    let held = true;
    const { log } = await SessionLog.open({ ...SMALL, disk, lease: { ...lease(1), held: () => held } });
    const robot = new Robot("r");
    robot.send(log, 1);
    await settled(log);
    held = false;
    robot.send(log, 1);
    await settled(log);
    expect(robot).toMatchObject({ acked: 1, failures: ["conflict"] });
  });
});

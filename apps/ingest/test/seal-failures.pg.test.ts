import type { Db } from "@retake/db";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import type { SealSource } from "../src/seal/seal-source.ts";
import { openLog, RecordedSession, sourceOf } from "./seal/recorded-session.ts";
import { SealBench, soon } from "./seal/seal-bench.ts";
import { objectsOf, sentNumbers, storedNumbers } from "./seal/stored-numbers.ts";

const bench = new SealBench();

/** The log after its disk lost some numbers. */
function damaged(source: SealSource, from: number, to: number, isKnown: boolean): SealSource {
  return {
    ...source,
    session(id) {
      const session = source.session(id);
      return session === null ? null : { ...session, gaps: isKnown ? [{ from, to }] : [] };
    },
    async *readTail(id, fromSeq) {
      for await (const record of source.readTail(id, fromSeq)) {
        if (record.kind !== "items") yield record;
        else {
          const { firstSeq, items, topics } = record.batch;
          const before = items.filter((_, i) => firstSeq + i < from);
          const after = items.filter((_, i) => firstSeq + i > to);
          if (before.length > 0) yield { ...record, batch: { firstSeq, topics, items: before } };
          const next = Math.max(firstSeq, to + 1);
          if (after.length > 0) yield { ...record, batch: { firstSeq: next, topics, items: after } };
        }
      }
    },
  };
}

/** Counts the looks into the register that fail. */
function watched(db: Db): { db: Db; failures: () => number } {
  let failures = 0;
  const prisma = new Proxy(db.prisma, {
    get: (target, name) => {
      if (name !== "$queryRaw") return Reflect.get(target, name);
      return (...args: Parameters<typeof target.$queryRaw>) =>
        target.$queryRaw(...args).catch((error: unknown) => {
          failures++;
          throw error;
        });
    },
  });
  return { db: { ...db, prisma }, failures: () => failures };
}

describe("what goes wrong", () => {
  test("numbers that the disk lost are sealed around and named", async () => {
    const { log, store, session } = await bench.open();
    await session.send(100);
    await session.end();
    const tail = damaged(sourceOf(log), 31, 45, true);
    await bench.stepThrough({ store, tail, partBytesMax: 2_000 }, session.id);
    const { state } = await storedNumbers(bench.db, store, session.id);
    expect(state).toEqual(sentNumbers(101).state.filter((seq) => seq < 31 || seq > 45));
    const { warnings, status } = await bench.episodeOf(session.id);
    expect(status).toBe("completed");
    expect(JSON.stringify(warnings)).toContain("Messages 31 to 45 (15) are missing");
  });

  test("numbers that are missing without a reason stop that recording only, which says why, and seal when they are there again", async () => {
    const { log, store, session } = await bench.open();
    const other = await RecordedSession.open(bench.db, log, bench.workspaceId);
    let broken = true;
    const whole = sourceOf(log);
    const tail: SealSource = {
      ...whole,
      readTail: (id, fromSeq) =>
        (broken && id === session.id ? damaged(whole, 31, 45, false) : whole).readTail(id, fromSeq),
    };
    await session.send(100);
    await session.end();
    await other.send(30);
    await other.end();
    bench.startSealer({ store, tail });
    await bench.completed(other.id);
    await vi.waitFor(async () => {
      const { warnings } = await bench.episodeOf(session.id);
      expect(warnings).toMatchObject([{ code: "seal_failed" }]);
      expect(JSON.stringify(warnings)).toContain("lacks messages 31 to 45");
    }, soon);
    expect(await storedNumbers(bench.db, store, session.id)).toEqual(sentNumbers(1));
    broken = false;
    const episode = await bench.completed(session.id);
    expect(JSON.stringify(episode.warnings)).not.toContain("seal_failed");
    expect(await storedNumbers(bench.db, store, session.id)).toEqual(sentNumbers(101));
  });

  test("a recording that the log does not know is not given up as empty", async () => {
    const { log, store, session } = await bench.open();
    const elsewhere = await openLog();
    onTestFinished(() => elsewhere.close());
    await session.send(10);
    await session.end();
    await expect(bench.stepThrough({ store, tail: sourceOf(elsewhere) }, session.id)).rejects.toMatchObject({
      code: "not_found",
    });
    expect(await bench.stepThrough({ store, tail: sourceOf(log) }, session.id)).toEqual([
      "sealed",
      "finished",
    ]);
  });

  test("two workers at once: each number is committed once, and nothing of the slower one stays", async () => {
    const { log, store, session } = await bench.open();
    const others = await Promise.all(
      Array.from({ length: 3 }, () => RecordedSession.open(bench.db, log, bench.workspaceId)),
    );
    const sessions = [session, ...others];
    const options = { store, tail: sourceOf(log), partBytesMax: 2_000 };
    const workers = [
      bench.startSealer(options),
      bench.startSealer(options),
      bench.startSealer({ ...options, partBytesMax: 3_000 }),
    ];
    for (const one of sessions) {
      await one.send(150);
      await one.askToSeal();
      await one.send(90);
      await one.end();
    }
    for (const one of sessions) await bench.completed(one.id);
    for (const sealer of workers) await sealer.stop();
    for (const { id } of sessions) {
      expect(await storedNumbers(bench.db, store, id)).toEqual(sentNumbers(241));
      const { stored, named } = await objectsOf(bench.db, store, id);
      expect(stored).toEqual(named);
    }
  });

  test("while the register is away it is not asked without end, also when a recording is due to be tried again; when it is back, sealing goes on at once", async () => {
    const { log, store, session } = await bench.open();
    const whole = sourceOf(log);
    let broken = true;
    const tail: SealSource = {
      ...whole,
      refresh: () => (broken ? Promise.reject(new Error("the disk does not answer")) : Promise.resolve()),
    };
    const { db, failures } = watched(bench.db);
    await session.send(30);
    await session.end();
    bench.startSealer({ db, store, tail, retryMs: 600_000 });
    await vi.waitFor(async () => {
      const { warnings } = await bench.episodeOf(session.id);
      expect(warnings).toMatchObject([{ code: "seal_failed" }]);
    }, soon);
    const letIn = await bench.shutOut();
    // The recording's pause is over then.
    await vi.waitFor(() => expect(failures()).toBeGreaterThan(0), soon);
    for (let time = 0; time < 20; time++) await expect(bench.db.pool.query("SELECT 1")).rejects.toThrow();
    broken = false;
    await letIn();
    await bench.completed(session.id);
    expect(failures()).toBe(1);
  });

  test("a recording is sealed by looking when its wake-up was lost", async () => {
    const { log, store, session } = await bench.open();
    await session.send(30);
    const silent = {
      on: () => () => undefined,
      onGap: () => () => undefined,
      ready: () => Promise.resolve(),
    };
    bench.startSealer({ store, tail: sourceOf(log), listener: silent, lookMs: 50 });
    await session.end();
    await bench.completed(session.id);
  });
});

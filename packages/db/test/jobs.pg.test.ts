import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { AppError } from "@retake/core/errors";
import { startTestDatabase } from "@retake/dev-env";
import { expect, test, vi } from "vitest";
import type { Db } from "../src/index.ts";
import { type ImportWork, type ImportOutcome, createImportQueue, createImportWorker } from "../src/jobs.ts";
import { createListener } from "../src/notify.ts";

const failOnError = (error: unknown): never => {
  throw error instanceof Error ? error : new Error(String(error));
};

async function withQueue(
  use: (made: {
    db: Db;
    url: string;
    ask: (dataset?: string) => Promise<string>;
    queue: ReturnType<typeof createImportQueue>;
    status: (id: string) => Promise<string>;
  }) => Promise<void>,
): Promise<void> {
  await using database = await startTestDatabase();
  const { db, url } = database;
  const queue = createImportQueue(db, failOnError);
  const workspace = await db.prisma.workspace.create({ data: { slug: "w", name: "W" } });
  const ask = async (dataset = "lerobot/pusht"): Promise<string> =>
    (await queue.enqueueImport({ workspaceId: workspace.id, requestedById: null, dataset })).id;
  const status = async (id: string): Promise<string> =>
    (await db.prisma.importJob.findUniqueOrThrow({ where: { id } })).status;
  try {
    await use({ db, url, ask, queue, status });
  } finally {
    await queue.close();
  }
}

async function withWorker(
  db: Db,
  run: (work: ImportWork) => Promise<ImportOutcome>,
  use: () => Promise<void>,
): Promise<void> {
  const worker = createImportWorker({ db, run, onError: () => undefined });
  await worker.start();
  try {
    await use();
  } finally {
    await worker.stop();
  }
}

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) =>
    signal.addEventListener("abort", () => reject(new AppError("cancelled", "Stopped."))),
  );
}

const soon = { timeout: 60_000, interval: 50 };

test("an import runs, its progress wakes the watchers, and its row says how it ended", async () => {
  await withQueue(async ({ db, url, ask }) => {
    const listener = createListener(url);
    let wakes = 0;
    listener.on("import", () => (wakes += 1));
    await listener.ready();
    const id = await ask();
    const quarantined = [{ episode_index: 3, reason: "its file is cut off" }];
    await withWorker(
      db,
      async ({ job, progress }) => {
        expect(job.id).toBe(id);
        for (let done = 1; done <= 500; done += 1) progress({ phase: "episodes", done, total: 500 });
        return { status: "completed_with_losses", imported: 499, unchanged: 0, quarantined };
      },
      () =>
        vi.waitFor(
          async () => expect((await db.prisma.importJob.findFirstOrThrow()).finishedAt).not.toBeNull(),
          soon,
        ),
    );
    const row = await db.prisma.importJob.findUniqueOrThrow({ where: { id } });
    expect(row).toMatchObject({
      status: "completed_with_losses",
      done: 500,
      total: 500,
      imported: 499,
      quarantined,
      phase: "done",
    });
    // Asked, taken, written once for 500 reports, ended.
    await vi.waitFor(() => expect(wakes).toBeGreaterThanOrEqual(4), soon);
    expect(wakes).toBeLessThanOrEqual(6);
    await listener.close();
  });
});

test("what the input is to blame for is refused, what is not is failed and says nothing inner", async () => {
  await withQueue(async ({ db, ask }) => {
    const bad = await ask("a");
    const broken = await ask("b");
    await withWorker(
      db,
      ({ job }) => {
        throw job.id === bad
          ? new AppError("invalid_dataset", "There is no info.json.")
          : new Error("inner secret");
      },
      () =>
        vi.waitFor(
          async () => expect(await db.prisma.importJob.count({ where: { finishedAt: null } })).toBe(0),
          soon,
        ),
    );
    expect(await db.prisma.importJob.findUnique({ where: { id: bad } })).toMatchObject({
      status: "refused",
      errorCode: "invalid_dataset",
      errorMessage: "There is no info.json.",
    });
    const row = await db.prisma.importJob.findUnique({ where: { id: broken } });
    expect(row).toMatchObject({ status: "failed", errorCode: "internal" });
    expect(row?.errorMessage).not.toContain("secret");
  });
});

test("a running import stops when it is cancelled, a waiting one never starts", async () => {
  await withQueue(async ({ db, ask, queue, status }) => {
    const waiting = await ask("never");
    await queue.cancelImport(waiting);
    expect(await status(waiting)).toBe("cancelled");
    const running = await ask("runs");
    const begun: string[] = [];
    await withWorker(
      db,
      async ({ job, signal }) => {
        begun.push(job.id);
        return untilAborted(signal);
      },
      async () => {
        await vi.waitFor(() => expect(begun).toEqual([running]), soon);
        await queue.cancelImport(running);
        await vi.waitFor(async () => expect(await status(running)).toBe("cancelled"), soon);
      },
    );
    expect(begun).toEqual([running]);
  });
});

test("a worker that stops gives its job back, and the next one finishes it", async () => {
  await withQueue(async ({ db, ask, status }) => {
    const id = await ask();
    let begun = false;
    await withWorker(
      db,
      ({ signal }) => {
        begun = true;
        return untilAborted(signal);
      },
      () => vi.waitFor(() => expect(begun).toBe(true), soon),
    );
    expect(await status(id)).toBe("queued");
    await withWorker(
      db,
      async () => ({ status: "completed" }),
      () => vi.waitFor(async () => expect(await status(id)).toBe("completed"), soon),
    );
  });
});

test("a row whose asker died before it was enqueued is found, and enqueueing twice runs it once", async () => {
  await withQueue(async ({ db, queue, status, ask }) => {
    const twice = await ask();
    await queue.enqueue(twice);
    const workspace = await db.prisma.workspace.findFirstOrThrow();
    const orphan = await db.prisma.importJob.create({
      data: { workspaceId: workspace.id, dataset: "orphan" },
    });
    const runs: string[] = [];
    await withWorker(
      db,
      async ({ job }) => {
        runs.push(job.id);
        return { status: "completed" };
      },
      () =>
        vi.waitFor(
          async () =>
            expect([await status(twice), await status(orphan.id)]).toEqual(["completed", "completed"]),
          soon,
        ),
    );
    expect(runs.toSorted((a, b) => a.localeCompare(b))).toEqual(
      [twice, orphan.id].toSorted((a, b) => a.localeCompare(b)),
    );
  });
});

test("an import under which the database went away is taken up again", async () => {
  await withQueue(async ({ db, ask, status }) => {
    const id = await ask();
    let attempts = 0;
    await withWorker(
      db,
      async () => {
        attempts += 1;
        if (attempts === 1) throw Object.assign(new Error("terminating connection"), { code: "57P01" });
        return { status: "completed" };
      },
      () => vi.waitFor(async () => expect(await status(id)).toBe("completed"), soon),
    );
    expect(attempts).toBe(2);
  });
});

test("an import whose hub cannot be reached fails at once and says so: the queue is not asked to try the database again", async () => {
  await withQueue(async ({ db, ask, status }) => {
    const id = await ask();
    let runs = 0;
    await withWorker(
      db,
      () => {
        runs += 1;
        const cause = Object.assign(new Error("getaddrinfo"), { code: "ENOTFOUND" });
        return Promise.reject(new AppError("source_unreachable", "The hub cannot be reached.", { cause }));
      },
      () => vi.waitFor(async () => expect(await status(id)).toBe("failed"), soon),
    );
    const { errorCode } = await db.prisma.importJob.findUniqueOrThrow({ where: { id } });
    expect({ runs, errorCode }).toEqual({ runs: 1, errorCode: "source_unreachable" });
  });
});

test("two imports of one dataset never run at the same time", async () => {
  await withQueue(async ({ db, ask, status }) => {
    const ids = [await ask("Same/Set"), await ask("same/set")];
    let now = 0;
    let most = 0;
    await withWorker(
      db,
      async () => {
        now += 1;
        most = Math.max(most, now);
        await new Promise((resolve) => setTimeout(resolve, 300));
        now -= 1;
        return { status: "completed" };
      },
      () =>
        vi.waitFor(
          async () =>
            expect([await status(ids[0]!), await status(ids[1]!)]).toEqual(["completed", "completed"]),
          soon,
        ),
    );
    expect(most).toBe(1);
  });
});

function spawnWorker(url: string): { child: ChildProcess; said: () => string } {
  const script = path.join(import.meta.dirname, "fixtures/import-worker.ts");
  const child = spawn(process.execPath, ["--import", "tsx", script, url], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let text = "";
  child.stdout.on("data", (chunk: Buffer) => (text += chunk.toString()));
  return { child, said: () => text };
}

test(
  "the job of a worker that was killed with SIGKILL goes on in the next worker from where it was",
  { timeout: 300_000 },
  async () => {
    await withQueue(async ({ db, url, ask, status }) => {
      const id = await ask();
      const first = spawnWorker(url);
      await vi.waitFor(
        async () =>
          expect((await db.prisma.importJob.findUniqueOrThrow({ where: { id } })).done).toBeGreaterThan(20),
        soon,
      );
      first.child.kill("SIGKILL");
      const second = spawnWorker(url);
      try {
        await vi.waitFor(async () => expect(await status(id)).toBe("completed"), {
          timeout: 60_000,
          interval: 100,
        });
        expect(Number(/begins at (\d+)/.exec(second.said())?.[1])).toBeGreaterThan(20);
      } finally {
        const ended = once(second.child, "exit");
        second.child.kill("SIGTERM");
        expect(await ended).toEqual([0, null]);
      }
    });
  },
);

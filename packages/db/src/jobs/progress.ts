import type { Db } from "../create-db.ts";

export interface ImportProgress {
  phase?: string;
  done?: number;
  total?: number;
  unit?: string;
  imported?: number;
  unchanged?: number;
}

/** At most four writes a second, each of which wakes the watchers. */
const WRITE_EVERY_MS = 250;
/** A request to cancel is seen within this, also while nothing moves. */
const LOOK_EVERY_MS = 1_000;

export interface ProgressWriter {
  report(update: ImportProgress): void;
  /** Writes what is left and ends. */
  close(): Promise<void>;
}

/** Carries a job's progress into its row, throttled, and its request to cancel back. */
export function openProgressWriter(
  db: Db,
  jobId: string,
  on: { cancel: () => void; error: (error: unknown) => void },
): ProgressWriter {
  let pending: ImportProgress | null = null;
  let writing: Promise<void> = Promise.resolve();
  let lastLook = 0;
  let closed = false;

  async function tick(): Promise<void> {
    const update = pending;
    if (update === null && Date.now() - lastLook < LOOK_EVERY_MS) return;
    pending = null;
    lastLook = Date.now();
    try {
      if (await exchange(db, jobId, update)) on.cancel();
    } catch (error) {
      // The next write carries newer numbers; losing one loses nothing.
      on.error(error);
    }
  }

  const timer = setInterval(() => {
    if (!closed) writing = writing.then(tick);
  }, WRITE_EVERY_MS);

  return {
    report(update) {
      pending = { ...pending, ...update };
    },
    async close() {
      closed = true;
      clearInterval(timer);
      await writing;
      if (pending !== null) await tick();
    },
  };
}

/** @returns whether somebody asked to cancel */
async function exchange(db: Db, jobId: string, update: ImportProgress | null): Promise<boolean> {
  if (update === null) {
    const { rows } = await db.pool.query<{ cancelAsked: boolean }>(
      'SELECT "cancelAsked" FROM "ImportJob" WHERE id = $1',
      [jobId],
    );
    return rows[0]?.cancelAsked ?? true;
  }
  const { rows } = await db.pool.query<{ cancelAsked: boolean }>(
    `WITH job AS (
       UPDATE "ImportJob" SET phase = coalesce($2, phase), done = coalesce($3, done), total = coalesce($4, total),
         unit = coalesce($5, unit), imported = coalesce($6, imported), unchanged = coalesce($7, unchanged)
       WHERE id = $1 AND status = 'running' RETURNING "cancelAsked")
     SELECT "cancelAsked", pg_notify('import', $1) FROM job`,
    [jobId, update.phase, update.done, update.total, update.unit, update.imported, update.unchanged],
  );
  return rows[0]?.cancelAsked ?? false;
}

import { createWorkspace, startTestDatabase, type TestDatabase } from "@retake/dev-env";
import { createDb } from "@retake/db";
import { createListener } from "@retake/db/notify";
import type { SessionLog } from "@retake/telemetry/log";
import type { ObjectStore } from "@retake/telemetry/object-store";
import { afterAll, beforeAll, expect, onTestFinished, vi } from "vitest";
import { createLog } from "../../src/log.ts";
import { createSealer, type Sealer, type SealerOptions } from "../../src/seal/create-sealer.ts";
import { findDue } from "../../src/seal/find-due.ts";
import { sealStep } from "../../src/seal/seal-step.ts";
import type { SealSource } from "../../src/seal/seal-source.ts";
import { folderStore, openLog, RecordedSession } from "./recorded-session.ts";

export const soon = { timeout: 60_000, interval: 20 };

/** A database of the test file's own, a log, a store, and a recording in them. */
export class SealBench {
  #database: TestDatabase | null = null;
  workspaceId = "";

  constructor() {
    beforeAll(async () => {
      this.#database = await startTestDatabase();
      this.workspaceId = (await createWorkspace(this.db)).id;
    });
    afterAll(() => this.#database?.close());
  }

  get db(): TestDatabase["db"] {
    return this.#database!.db;
  }

  async open(): Promise<{ log: SessionLog; store: ObjectStore; session: RecordedSession }> {
    const log = await openLog();
    onTestFinished(() => log.close());
    return { log, store: folderStore(), session: await RecordedSession.open(this.db, log, this.workspaceId) };
  }

  /** Only a notification wakes it within a test's time. */
  startSealer(options: Pick<SealerOptions, "store" | "tail"> & Partial<SealerOptions>): Sealer {
    const listener = createListener(this.#database!.url);
    const log = createLog("error");
    const sealer = createSealer({ db: this.db, listener, log, lookMs: 60_000, ...options });
    void sealer.start();
    onTestFinished(async () => {
      await sealer.stop();
      await listener.close();
    });
    return sealer;
  }

  /** As if Postgres were away: ends all connections and lets in no other. @returns what lets them in again */
  async shutOut(): Promise<() => Promise<void>> {
    const url = new URL(this.#database!.url);
    const name = url.pathname.slice(1);
    url.pathname = "/postgres";
    const admin = createDb(url.href, { connectionsMax: 1 });
    onTestFinished(() => admin.close());
    const admit = (isOpen: boolean): Promise<unknown> =>
      admin.pool.query(`ALTER DATABASE "${name}" ALLOW_CONNECTIONS ${String(isOpen)}`);
    await admit(false);
    await admin.pool.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", [
      name,
    ]);
    return async () => void (await admit(true));
  }

  episodeOf(id: string) {
    const include = { recording: true, cameras: true };
    return this.db.prisma.episode.findUniqueOrThrow({ where: { id }, include });
  }

  async completed(id: string) {
    // An episode and what hangs on it are read by one statement each: only after the last is all of one time.
    await vi.waitFor(async () => {
      expect((await this.episodeOf(id)).recording?.finished).toBe(true);
    }, soon);
    return await this.episodeOf(id);
  }

  /** One step after the other without a sealer's loop. */
  async stepThrough(
    options: { store: ObjectStore; tail: SealSource; partBytesMax?: number },
    id: string,
  ): Promise<string[]> {
    const steps: string[] = [];
    for (;;) {
      const due = (await findDue(this.db)).find(({ episodeId }) => episodeId === id);
      if (due === undefined) return steps;
      steps.push(await sealStep({ db: this.db, partBytesMax: 1 << 20, ...options }, due));
    }
  }
}

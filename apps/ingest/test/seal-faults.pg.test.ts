import { createWorkspace, startTestDatabase } from "@retake/dev-env";
import { expect, onTestFinished, test } from "vitest";
import { collectOrphans } from "../src/seal/collect-orphans.ts";
import { findDue } from "../src/seal/find-due.ts";
import { sealStep } from "../src/seal/seal-step.ts";
import { FailOnce } from "./seal/fail-once.ts";
import { folderStore, openLog, RecordedSession, sourceOf } from "./seal/recorded-session.ts";
import { objectsOf, sentNumbers, storedNumbers } from "./seal/stored-numbers.ts";

test(
  "a worker that dies at any step of sealing loses no message, doubles none, and shows no object that no commit named",
  { timeout: 300_000 },
  async () => {
    await using database = await startTestDatabase();
    const { db } = database;
    const workspaceId = (await createWorkspace(db)).id;
    const log = await openLog();
    onTestFinished(() => log.close());
    const store = folderStore();
    const tail = sourceOf(log);
    const diedAt = new Set<string>();

    for (let n = 1; ; n++) {
      const session = await RecordedSession.open(db, log, workspaceId);
      await session.send(48);
      await session.end();
      const fault = new FailOnce(n);
      const parts = { db: fault.db(db), store: fault.store(store), tail, partBytesMax: 1_500 };
      for (let attempts = 0; ; attempts++) {
        expect(attempts).toBeLessThan(30);
        const [due] = await findDue(db);
        if (due === undefined) break;
        await sealStep(parts, due).catch(() => undefined);
        // Whatever happened: what a reader finds is whole, in order, and a beginning of what was sent.
        const found = await storedNumbers(db, store, session.id);
        const all = sentNumbers(49);
        expect(found.state).toEqual(all.state.slice(0, found.state.length));
        expect(found.picture).toEqual(all.picture.slice(0, found.picture.length));
        const { stored, named } = await objectsOf(db, store, session.id);
        expect(stored).toEqual(expect.arrayContaining(named));
        const isFinished = await finished(session.id);
        const orphans = isFinished ? stored.filter((key) => !named.includes(key)) : [];
        expect(await collectOrphans(db, store, session.id)).toEqual(orphans);
      }
      expect(await storedNumbers(db, store, session.id)).toEqual(sentNumbers(49));
      const { stored, named } = await objectsOf(db, store, session.id);
      expect(stored).toEqual(named);
      expect(named.length).toBeGreaterThan(4);
      const { totalMessages, status } = await db.prisma.episode.findUniqueOrThrow({
        where: { id: session.id },
      });
      const { state, picture, words } = sentNumbers(49);
      expect({ totalMessages, status }).toEqual({
        totalMessages: state.length + picture.length + words.length,
        status: "completed",
      });
      if (fault.failedAt === null) break;
      diedAt.add(fault.failedAt);
    }
    for (const step of [
      "stage",
      "write",
      "after frames",
      "after seg",
      "Segment create",
      "Recording update",
      "after commit",
    ]) {
      expect(diedAt).toContain(step);
    }

    async function finished(episodeId: string): Promise<boolean> {
      return (await db.prisma.recording.findUniqueOrThrow({ where: { episodeId } })).finished;
    }
  },
);

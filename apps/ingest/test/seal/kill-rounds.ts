import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Db } from "@retake/db";
import { createWorkspace } from "@retake/dev-env";
import { openObjectStore } from "@retake/telemetry/object-store";
import { expect } from "vitest";
import { openLog, RecordedSession } from "./recorded-session.ts";
import { objectsOf, sentNumbers, storedNumbers } from "./stored-numbers.ts";

const WORKER = fileURLToPath(new URL("seal-worker.ts", import.meta.url));
/** The parts of one round take about this long on a shared machine. */
const KILL_MS_MAX = 400;
const ITEMS_A_ROUND = 400;

/**
 * Robots send; a real worker process seals and is killed with SIGKILL at a random moment, again and again; the last one may finish.
 * @returns parts committed, and how many kills found a part not committed yet
 */
export async function killRounds(
  { db, url }: { db: Db; url: string },
  { store: storeFolder, log: logFolder }: { store: string; log: string },
  rounds: number,
): Promise<{ parts: number; midway: number }> {
  const store = openObjectStore(`file:${storeFolder}`);
  const workspaceId = (await createWorkspace(db)).id;
  const log = await openLog(logFolder);
  const sessions = [
    await RecordedSession.open(db, log, workspaceId),
    await RecordedSession.open(db, log, workspaceId),
  ];
  const start = () => startWorker([url, storeFolder, logFolder]);
  let midway = 0;
  for (let round = 0; round < rounds; round++) {
    for (const session of sessions) {
      await session.send(ITEMS_A_ROUND);
      await session.askToSeal();
    }
    const worker = await start();
    await delay(Math.random() * KILL_MS_MAX);
    await kill(worker, "SIGKILL");
    if (!(await isSealed(db))) midway++;
    for (const { id } of sessions) {
      const { stored, named } = await objectsOf(db, store, id);
      expect(stored).toEqual(expect.arrayContaining(named));
    }
  }
  for (const session of sessions) await session.end();
  const worker = await start();
  while ((await db.prisma.recording.count({ where: { finished: false } })) > 0) await delay(20);
  await kill(worker, "SIGTERM");
  await log.close();
  for (const { id, nextSeq } of sessions) {
    expect(await storedNumbers(db, store, id)).toEqual(sentNumbers(nextSeq));
    const { stored, named } = await objectsOf(db, store, id);
    expect(stored).toEqual(named);
    const { state, picture, words } = sentNumbers(nextSeq);
    const { totalMessages } = await db.prisma.episode.findUniqueOrThrow({ where: { id } });
    expect(totalMessages).toBe(state.length + picture.length + words.length);
  }
  return { parts: await db.prisma.segment.count(), midway };
}

async function isSealed(db: Db): Promise<boolean> {
  const rows = await db.prisma.recording.findMany({ where: { finished: false } });
  return rows.every(({ sealedSeq, sealAskedSeq }) => sealedSeq >= sealAskedSeq);
}

async function startWorker(args: string[]): Promise<ChildProcess> {
  const child = spawn(process.execPath, ["--import", "tsx", WORKER, ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await Promise.race([
    once(child.stdout, "data"),
    once(child, "exit").then(([code]) => Promise.reject(new Error(`the worker ended: ${String(code)}`))),
  ]);
  return child;
}

async function kill(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const ended = once(child, "exit");
  child.kill(signal);
  await ended;
}

import { toAppError } from "@retake/core/errors";
import type { Listener } from "@retake/db/notify";
import type { Parts } from "../types.ts";
import { createBeside } from "./beside.ts";
import { DueList } from "./due-work.ts";
import { waitForIndexLock } from "./index-lock.ts";
import { runPass } from "./run-pass.ts";
import { pause, Waker } from "./waker.ts";

/** Changes come in swarms; a pass waits until so much later, for all of them. */
const SETTLE_MS = 1_000;
/** After a fault of the whole loop, and after a stage that failed. */
const FAULT_PAUSE_MS = 5_000;
const RETRY_MS = 60_000;
/** What no notification told of: summaries that wait for labels to come to rest, servers that are back. */
const SWEEP_MS = 15 * 60_000;

/** Indexes whatever changes until the signal: everything there is at first and after gaps, then what notifications name. */
export async function keepIndexed(parts: Parts, listener: Listener, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      const lock = await waitForIndexLock(parts.db, signal);
      try {
        await indexWhileLocked(parts, listener, AbortSignal.any([signal, lock.lost]));
      } finally {
        await lock.release();
      }
    } catch (thrown) {
      if (signal.aborted) return;
      const { message, detail } = toAppError(thrown);
      parts.log.error("indexing", { message, detail });
      await pause(FAULT_PAUSE_MS, signal);
    }
  }
}

async function indexWhileLocked(parts: Parts, listener: Listener, signal: AbortSignal): Promise<void> {
  // Whoever had the lock before has written points.
  parts.anchors.clear();
  const due = new DueList();
  const rooms = new Set<string>();
  const waker = new Waker();
  const stop = watch(parts, listener, { due, rooms, waker });
  try {
    await addEverything(parts, due);
    const beside = createBeside({
      due,
      waker,
      signal,
      settleMs: SETTLE_MS,
      collect: () => resolveRooms(parts, rooms, due),
      run: async (work) => {
        const { problems } = await runPass(parts, { ...work, signal, isQuick: true });
        if (problems.length > 0) retryLater(work.workspaceId, due, waker, signal);
      },
    });
    for (;;) {
      await resolveRooms(parts, rooms, due);
      const work = due.take();
      if (signal.aborted) return;
      if (work === null) {
        await waker.sleep(signal);
        await pause(SETTLE_MS, signal);
        continue;
      }
      const hurried = (): boolean => due.size + rooms.size > 0;
      const { complete, problems } = await runPass(parts, { ...work, signal, hurried, beside });
      if (!complete) due.addEpisodes(work.workspaceId);
      if (problems.length > 0) retryLater(work.workspaceId, due, waker, signal);
    }
  } finally {
    stop();
  }
}

function watch(
  parts: Parts,
  listener: Listener,
  { due, rooms, waker }: { due: DueList; rooms: Set<string>; waker: Waker },
): () => void {
  const everything = (): void => {
    void addEverything(parts, due)
      .catch(() => undefined)
      .then(waker.wake);
  };
  const sweep = setInterval(everything, SWEEP_MS);
  const stops = [
    listener.on("episode", (id) => (due.addEpisodes(id), waker.wake())),
    listener.on("labels", (id) => (due.addEpisodes(id), waker.wake())),
    // `<number> <episode id>`: words of a person, also where no list shows that they changed. Layers of one's own are not everybody's.
    listener.on("room", (id) => {
      const key = id.slice(id.indexOf(" ") + 1);
      if (key.includes("#")) return;
      rooms.add(key);
      waker.wake();
    }),
    listener.onGap(everything),
  ];
  return () => {
    clearInterval(sweep);
    stops.forEach((stop) => stop());
  };
}

async function addEverything({ db }: Parts, due: DueList): Promise<void> {
  const workspaces = await db.prisma.workspace.findMany({
    select: { id: true },
    orderBy: { createdAt: "asc" },
  });
  for (const { id } of workspaces) due.addEpisodes(id);
}

async function resolveRooms({ db }: Parts, rooms: Set<string>, due: DueList): Promise<void> {
  if (rooms.size === 0) return;
  const ids = [...rooms];
  const found = await db.prisma.episode.findMany({
    where: { id: { in: ids } },
    select: { id: true, workspaceId: true },
  });
  for (const id of ids) rooms.delete(id);
  for (const { id, workspaceId } of found) due.addEpisode(workspaceId, id);
}

function retryLater(workspaceId: string, due: DueList, waker: Waker, signal: AbortSignal): void {
  void pause(RETRY_MS, signal).then(() => {
    if (signal.aborted) return;
    due.addEpisodes(workspaceId);
    waker.wake();
  });
}

import type { Listener } from "@retake/db/notify";
import { readEpisodeChange } from "../catalogue/episode-change.ts";

/** Of a workspace that is held in memory: what is to be read anew, and whose turn it is. */
export interface HeldWorkspace {
  isAllMarked: boolean;
  /** Public names of episodes. */
  marked: Set<string>;
  running: Promise<unknown>;
}

/** More marks than this are one of the workspace. */
const MARKS_MAX = 500;

/** Marks in what is held what `index` and `episode` wake-ups name, and everything after a gap. @returns how to stop */
export function markOnWake(
  signals: Pick<Listener, "on" | "onGap">,
  held: { peek(workspaceId: string): HeldWorkspace | undefined; values(): Iterable<HeldWorkspace> },
): () => void {
  const markAll = (): void => {
    for (const one of held.values()) one.isAllMarked = true;
  };
  const wake = (id: string): void => {
    const change = readEpisodeChange(id);
    if (change === null) return markAll();
    const one = held.peek(change.workspaceId);
    if (one === undefined) return;
    if (change.sessionId === null || one.marked.size >= MARKS_MAX) one.isAllMarked = true;
    else one.marked.add(change.sessionId);
  };
  const stops = [signals.on("index", wake), signals.on("episode", wake), signals.onGap(markAll)];
  return () => stops.forEach((stop) => stop());
}

/** One after another: what runs may have begun before the newest mark was set, so it is waited for and then looked again. */
export function inTurn<T>(held: HeldWorkspace, work: () => T | Promise<T>): Promise<T> {
  const mine = held.running.then(work);
  held.running = mine.catch(() => undefined);
  return mine;
}

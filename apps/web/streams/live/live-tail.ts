import { readRecordingMeta } from "@retake/core/recording-meta";
import type { LogTail } from "@retake/telemetry/tail";
import type { LiveTail } from "@retake/trpc/context";
import type { Mark } from "@retake/trpc/schemas";
import { LRUCache } from "lru-cache";

/** Recordings whose marks are remembered; of others they are read from the log again. */
const SESSIONS_MAX = 1_000;

interface ReadMarks {
  /** All before it has been looked through. */
  nextSeq: number;
  marks: readonly Mark[];
}

/** The log as streams to pages need it: numbers at once, marks read on from where they were read before. */
export function createLiveTail(log: LogTail): LiveTail {
  const read = new LRUCache<string, ReadMarks>({ max: SESSIONS_MAX });
  return {
    refresh: () => log.refresh(),
    session(episodeId) {
      const found = log.session(episodeId);
      if (found === null) return null;
      const times = found.topics.map(({ lastTime }) => lastTime);
      return {
        headSeq: found.nextSeq,
        headTime: times.length === 0 ? null : Math.max(...times),
        markCount: found.counts.marks,
      };
    },
    async marks(episodeId) {
      const nextSeq = log.session(episodeId)?.nextSeq ?? 1;
      const before = read.get(episodeId) ?? { nextSeq: 1, marks: [] };
      const marks = new Map(before.marks.map((mark) => [mark.key, mark]));
      for await (const mark of marksFrom(log, episodeId, before.nextSeq)) marks.set(mark.key, mark);
      const now = { nextSeq: Math.max(before.nextSeq, nextSeq), marks: [...marks.values()] };
      read.set(episodeId, now);
      return now.marks;
    },
    onAdvance: (wake) => log.onAdvance(wake),
  };
}

async function* marksFrom(log: LogTail, episodeId: string, fromSeq: number): AsyncGenerator<Mark> {
  const session = log.session(episodeId);
  if (session === null) return;
  const { startedAt } = readRecordingMeta(session.meta);
  for await (const record of log.readTail(episodeId, fromSeq)) {
    if (record.kind === "mark")
      yield markOf(`m${record.number}`, record.mark, record.mark.serverTime - startedAt);
    if (record.kind !== "items") continue;
    const { firstSeq, items } = record.batch;
    for (const [i, item] of items.entries())
      if (item.kind === "mark") yield markOf(`s${firstSeq + i}`, item.mark, item.serverTime - startedAt);
  }
}

/** @param cameAt seconds from the start at which it came in: its place when it has no usable time */
function markOf(
  key: string,
  { t, kind, text }: { t: number; kind: string; text: string },
  cameAt: number,
): Mark {
  const time = Number.isFinite(t) ? t : cameAt;
  return { key, time, kind: kind as Mark["kind"], text: text === "" ? null : text };
}

import { readRecordingMeta } from "@retake/core/recording-meta";
import type { LogTail, TailSession } from "@retake/telemetry/tail";
import type { LiveTail } from "@retake/trpc/context";
import type { Mark } from "@retake/trpc/schemas";

/** The log as streams to pages need it. */
export function createLiveTail(log: Pick<LogTail, "refresh" | "session" | "onAdvance">): LiveTail {
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
    marks(episodeId) {
      const found = log.session(episodeId);
      return found === null ? [] : marksOf(found);
    },
    onAdvance: (wake) => log.onAdvance(wake),
  };
}

function marksOf({ meta, marks }: TailSession): Mark[] {
  if (marks.length === 0) return [];
  const { startedAt } = readRecordingMeta(meta);
  return marks.map(({ key, mark: { t, serverTime, kind, text } }) => ({
    key,
    // A mark without a usable time stands where it came in.
    time: Number.isFinite(t) ? t : serverTime - startedAt,
    kind: kind as Mark["kind"],
    text: text === "" ? null : text,
  }));
}

import type { TopicRow } from "./merge-topic.ts";

/** What an episode's topics say of it as a whole. Times in seconds from its start. */
export interface EpisodeFigures {
  startTime: number;
  endTime: number;
  durationS: number;
  totalMessages: number;
  /** Rows of the fastest regular topic: a signal, else a camera, else words. */
  totalFrames: number;
  /** Of that topic, Hz; 0 when it has fewer than two. */
  frameRate: number;
}

type Topic = Pick<TopicRow, "kind" | "messageCount" | "firstTime" | "lastTime" | "avgFrequency">;

export function episodeFigures(topics: readonly Topic[]): EpisodeFigures {
  const filled = topics.filter(({ messageCount }) => messageCount > 0);
  const startTime = filled.reduce((first, { firstTime }) => Math.min(first, firstTime), Infinity);
  const endTime = filled.reduce((last, { lastTime }) => Math.max(last, lastTime), -Infinity);
  const fastest = fastestOf(filled, "signal") ?? fastestOf(filled, "camera") ?? fastestOf(filled, "text");
  const isEmpty = filled.length === 0;
  return {
    startTime: isEmpty ? 0 : startTime,
    endTime: isEmpty ? 0 : endTime,
    durationS: isEmpty ? 0 : endTime - startTime,
    totalMessages: filled.reduce((sum, { messageCount }) => sum + messageCount, 0),
    totalFrames: fastest?.messageCount ?? 0,
    frameRate: fastest?.avgFrequency ?? 0,
  };
}

function fastestOf(topics: readonly Topic[], kind: Topic["kind"]): Topic | undefined {
  return topics.filter((topic) => topic.kind === kind).toSorted((a, b) => b.messageCount - a.messageCount)[0];
}

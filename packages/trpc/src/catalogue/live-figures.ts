import type { CatalogueEpisode, TopicRecord } from "./types.ts";

type Figures = Pick<
  CatalogueEpisode,
  "startTime" | "endTime" | "durationS" | "totalMessages" | "totalFrames"
>;

/** What its topics say of an episode as a whole; frames are the rows of the fastest signal, else camera, else text. */
export function liveFigures(topics: readonly TopicRecord[], stored: Figures): Figures {
  const filled = topics.filter(({ messageCount }) => messageCount > 0);
  if (filled.length === 0) {
    const { startTime, endTime, durationS, totalMessages, totalFrames } = stored;
    return { startTime, endTime, durationS, totalMessages, totalFrames };
  }
  const startTime = Math.min(...filled.map(({ firstTime }) => firstTime));
  const endTime = Math.max(...filled.map(({ lastTime }) => lastTime));
  const countOf = (wanted: TopicRecord["kind"]): number =>
    Math.max(0, ...filled.map(({ kind, messageCount }) => (kind === wanted ? messageCount : 0)));
  return {
    startTime,
    endTime,
    durationS: endTime - startTime,
    totalMessages: filled.reduce((sum, { messageCount }) => sum + messageCount, 0),
    totalFrames: countOf("signal") || countOf("camera") || countOf("text"),
  };
}

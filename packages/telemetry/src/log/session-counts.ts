import type { ItemBatch, SessionCounts } from "./session-record.ts";

export const NO_COUNTS: SessionCounts = { messages: 0, frames: 0, marks: 0, refused: 0 };

export function countItems({ topics, items }: Pick<ItemBatch, "topics" | "items">): SessionCounts {
  const counts = { ...NO_COUNTS };
  for (const item of items) {
    if (item.kind === "mark") counts.marks++;
    else if (item.kind === "refused") counts.refused++;
    else {
      counts.messages++;
      if (topics[item.topic]?.type === "image") counts.frames++;
    }
  }
  return counts;
}

export function addCounts(to: SessionCounts, more: SessionCounts): void {
  to.messages += more.messages;
  to.frames += more.frames;
  to.marks += more.marks;
  to.refused += more.refused;
}

"use client";
import type { TopicInfo } from "@retake/trpc/schemas";
import { useKeys } from "../keys/keys-provider.tsx";
import { useStage } from "../replay/player-context.tsx";
import { dimsOf } from "../replay/signals/signal-row.tsx";
import type { SignalStore } from "../replay/signals/signal-store.ts";
import type { TimeSpan } from "../replay/signals/view-window.ts";
import { shownDims, type Visibility } from "../replay/signals/visibility.ts";
import { movingDim } from "./moving-dim.ts";

/** Ways to look for a stretch of a signal elsewhere: dragged across one plot, or what is looped or zoomed into. */
export function useFindStretch(topics: readonly TopicInfo[], visibility: Visibility, store: SignalStore) {
  const { player, view, similar, live } = useStage();
  const find = (topic: TopicInfo, span: TimeSpan): void => {
    const shown = shownDims(visibility, topic.name, dimsOf(topic));
    const envelope = store.get(topic.name, view.whole);
    const dim = (envelope === null ? null : movingDim(envelope, shown, span)) ?? shown[0] ?? 0;
    similar.find({ topic: topic.name, dim, from: span.from, to: span.to });
  };
  const fromRange = (): void => {
    const before = similar.get().stretch;
    const span = player.getState().loop ?? (view.isWhole ? null : view.get());
    const topic = topics.find(({ name }) => name === before?.topic) ?? topics[0];
    if (span === null || topic === undefined) similar.find(null);
    else if (before?.topic === topic.name) similar.find({ ...before, ...span });
    else find(topic, span);
  };
  useKeys("Episode", [
    {
      keys: ["w"],
      does: "Find this stretch elsewhere (Alt-drag chooses one)",
      run: fromRange,
      disabled: live !== null || topics.length === 0,
    },
  ]);
  const fromDrag = (topic: TopicInfo, span: TimeSpan): void => {
    player.setLoop(span);
    find(topic, span);
  };
  return { fromRange, fromDrag };
}

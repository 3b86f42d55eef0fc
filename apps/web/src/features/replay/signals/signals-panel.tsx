"use client";
import type { EpisodeDetail, Mark } from "@retake/trpc/schemas";
import { CircleAlert } from "lucide-react";
import { useEffect, useMemo, type ReactNode } from "react";
import { Button } from "../../../ui/button.tsx";
import { Skeleton } from "../../../ui/skeleton.tsx";
import { useStage } from "../player-context.tsx";
import { MarksLane } from "./marks-lane.tsx";
import { dimsOf, SignalRow } from "./signal-row.tsx";
import { SignalsToolbar } from "./signals-toolbar.tsx";
import { TextLaneRow } from "./text-lane.tsx";
import { useFindStretch } from "../../similar/use-find-stretch.ts";
import { useEnvelopes } from "./use-envelopes.ts";
import { useTextLanes } from "./use-text-lanes.ts";
import { useVisibility } from "./use-visibility.ts";
import { DIMS_PLOTTED_MAX, isTopicShown } from "./visibility.ts";

interface SignalsPanelProps {
  episode: EpisodeDetail;
  marks: readonly Mark[];
  /** Lanes that stay in sight while the signals scroll. */
  lanes?: ReactNode;
}

/** Everything over time: texts as lanes, signals as plots, all on one axis with the playhead. */
export function SignalsPanel({ episode, marks, lanes: labelLanes = null }: SignalsPanelProps) {
  const { live } = useStage();
  const [visibility, setVisibility] = useVisibility(episode.robotType);
  const topics = useMemo(
    () =>
      episode.topics.filter((topic) => topic.kind === "signal" && (topic.messageCount > 0 || live !== null)),
    [episode.topics, live],
  );
  const shown = topics.filter((topic) => isTopicShown(visibility, topic.name));
  const plotted = shown.filter((topic) => dimsOf(topic) <= DIMS_PLOTTED_MAX);
  const { store, state, retry } = useEnvelopes(episode.dataUrl, plotted);
  const lanes = useTextLanes(episode);
  useFollowPlayhead();
  const find = useFindStretch(plotted, visibility, store);
  return (
    <section aria-label="Signals" className="flex h-full min-h-0 flex-col">
      <h2 className="sr-only">Signals and labels</h2>
      <SignalsToolbar
        topics={topics}
        visibility={visibility}
        onVisibility={setVisibility}
        onFind={live === null && plotted.length > 0 ? find.fromRange : null}
      />
      {labelLanes}
      {state.error === null ? null : <Failure words={state.error} onRetry={retry} />}
      <div className="flex min-h-0 flex-1 flex-col overflow-x-hidden overflow-y-auto max-md:overflow-visible">
        {marks.length === 0 ? null : <MarksLane marks={marks} />}
        {lanes.map((lane) => (
          <TextLaneRow key={lane.name} lane={lane} />
        ))}
        {shown.length === 0 ? <Nothing isEmpty={topics.length === 0} /> : null}
        {state.loaded || state.error !== null
          ? shown.map((topic) => (
              <SignalRow
                key={topic.name}
                topic={topic}
                store={store}
                visibility={visibility}
                onVisibility={setVisibility}
                onStretch={live === null ? find.fromDrag : null}
              />
            ))
          : shown.map((topic) => <Skeleton key={topic.name} className="m-2 min-h-28 flex-1" />)}
      </div>
    </section>
  );
}

/** While playing zoomed in, the view turns its page with the playhead. */
function useFollowPlayhead(): void {
  const { player, view } = useStage();
  useEffect(
    () =>
      player.onTick((time) => {
        if (player.getState().playing) view.follow(time);
      }),
    [player, view],
  );
}

function Failure({ words, onRetry }: { words: string; onRetry: () => void }) {
  return (
    <p role="alert" className="flex items-center gap-2 border-t px-3 py-1 text-xs">
      <CircleAlert className="size-4 shrink-0 text-failure" aria-hidden />
      <span className="min-w-0 flex-1">The signals could not be loaded. {words}</span>
      <Button size="sm" onClick={onRetry}>
        Try again
      </Button>
    </p>
  );
}

function Nothing({ isEmpty }: { isEmpty: boolean }) {
  return (
    <p className="border-t px-4 py-6 text-center text-xs text-ink-3">
      {isEmpty ? "This episode has no signals." : "All signals are hidden. Turn some on under Signals."}
    </p>
  );
}

"use client";
import type { TopicInfo } from "@retake/trpc/schemas";
import { EyeOff, ListChecks, ListX } from "lucide-react";
import { useMemo } from "react";
import { Button } from "../../../ui/button.tsx";
import { Tooltip } from "../../../ui/tooltip.tsx";
import { useEvent } from "../../../ui/use-event.ts";
import type { SignalStore } from "./signal-store.ts";
import { SignalLegend } from "./signal-legend.tsx";
import { SignalPlot } from "./signal-plot.tsx";
import {
  DIMS_PLOTTED_MAX,
  showDims,
  shownDims,
  toggleDim,
  toggleTopic,
  type Visibility,
} from "./visibility.ts";
import type { TimeSpan } from "./view-window.ts";

interface SignalRowProps {
  topic: TopicInfo;
  store: SignalStore;
  visibility: Visibility;
  onVisibility: (next: Visibility) => void;
  /** Looks for a stretch of this signal elsewhere; null while it records. */
  onStretch: ((topic: TopicInfo, span: TimeSpan) => void) | null;
}

/** Values in one sample. */
export function dimsOf(topic: Pick<TopicInfo, "shape">): number {
  return topic.shape.reduce((product, n) => product * n, 1);
}

interface LinesButtonProps {
  shown: number;
  dims: number;
  onShow: (isAll: boolean) => void;
}

/** How many of the lines show; a press shows all of them, or none when all show. */
function LinesButton({ shown, dims, onShow }: LinesButtonProps) {
  const words = shown === dims ? "Hide all lines" : "Show all lines";
  return (
    <Tooltip label={words}>
      <Button
        variant="quiet"
        size="sm"
        className="figures h-5 pointer-coarse:h-10 px-1 font-normal [&_svg]:size-3.5"
        aria-label={`${words}: ${shown} of ${dims} shown`}
        onClick={() => onShow(shown < dims)}
      >
        {shown}/{dims}
        {shown === dims ? <ListX aria-hidden /> : <ListChecks aria-hidden />}
      </Button>
    </Tooltip>
  );
}

/** One signal: its plot, and beside it (below on a phone) its dimensions with their values. */
export function SignalRow({ topic, store, visibility, onVisibility, onStretch }: SignalRowProps) {
  const dims = dimsOf(topic);
  const shown = useMemo(() => shownDims(visibility, topic.name, dims), [visibility, topic.name, dims]);
  const stretch = useEvent((span: TimeSpan) => onStretch?.(topic, span));
  const all = Array.from({ length: dims }, (_, dim) => dim);
  return (
    <section
      aria-label={topic.name}
      data-signal={topic.name}
      className="flex min-h-34 flex-1 basis-34 border-t max-md:min-h-0 max-md:basis-auto max-md:flex-col"
    >
      {dims > DIMS_PLOTTED_MAX ? (
        <p className="flex flex-1 items-center px-4 text-xs text-ink-3">
          {dims.toLocaleString("en")} values a sample are too many to plot as lines. The info panel has their
          statistics.
        </p>
      ) : (
        <div className="flex min-w-0 flex-1 max-md:h-36 max-md:flex-none">
          <SignalPlot
            topic={topic.name}
            store={store}
            shown={shown}
            onStretch={onStretch === null ? null : stretch}
          />
        </div>
      )}
      <div className="flex w-58 shrink-0 flex-col gap-0.5 border-l py-1 pr-1 pl-1.5 max-md:w-full max-md:border-l-0 max-md:px-3">
        <header className="flex items-center gap-1">
          <h3 className="min-w-0 flex-1 truncate pl-1 text-xs font-medium" title={topic.name}>
            {topic.name.slice(1)}
          </h3>
          {dims > 1 && dims <= DIMS_PLOTTED_MAX ? (
            <LinesButton
              shown={shown.length}
              dims={dims}
              onShow={(isAll) => onVisibility(showDims(visibility, topic.name, dims, isAll ? all : []))}
            />
          ) : null}
          <Tooltip label="Hide this signal">
            <Button
              variant="quiet"
              size="iconSm"
              className="size-5 pointer-coarse:size-10 [&_svg]:size-3.5"
              aria-label={`Hide ${topic.name}`}
              onClick={() => onVisibility(toggleTopic(visibility, topic.name))}
            >
              <EyeOff aria-hidden />
            </Button>
          </Tooltip>
        </header>
        {dims > DIMS_PLOTTED_MAX ? null : (
          <SignalLegend
            topic={topic}
            dims={dims}
            store={store}
            shown={shown}
            onToggle={(dim, alone) =>
              onVisibility(
                alone
                  ? showDims(visibility, topic.name, dims, [dim])
                  : toggleDim(visibility, topic.name, dims, dim),
              )
            }
          />
        )}
      </div>
    </section>
  );
}

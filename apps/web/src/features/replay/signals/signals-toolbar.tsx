"use client";
import type { TopicInfo } from "@retake/trpc/schemas";
import { Activity, ScanSearch, ZoomOut } from "lucide-react";
import { useSyncExternalStore } from "react";
import { Button } from "../../../ui/button.tsx";
import { Checkbox } from "../../../ui/checkbox.tsx";
import { Popover } from "../../../ui/popover.tsx";
import { Tooltip } from "../../../ui/tooltip.tsx";
import { useStage } from "../player-context.tsx";
import { TimeRuler } from "./time-ruler.tsx";
import { isTopicShown, toggleTopic, type Visibility } from "./visibility.ts";

interface SignalsToolbarProps {
  topics: readonly TopicInfo[];
  visibility: Visibility;
  onVisibility: (next: Visibility) => void;
  /** Looks for what is looped or zoomed into elsewhere; null while it records. */
  onFind: (() => void) | null;
}

/** The shared time axis, which signals show, and the way back from a zoom. */
export function SignalsToolbar({ topics, visibility, onVisibility, onFind }: SignalsToolbarProps) {
  const shown = topics.filter((topic) => isTopicShown(visibility, topic.name)).length;
  return (
    <div className="flex min-h-8 shrink-0 items-center max-md:flex-wrap">
      <div className="w-16 shrink-0" />
      <TimeRuler />
      <div className="flex w-58 shrink-0 items-center justify-end gap-1 pr-1 max-md:order-first max-md:w-full max-md:border-t max-md:pt-1">
        <ResetZoom />
        {onFind === null ? null : (
          <Tooltip label="Find this stretch elsewhere" keys="w">
            <Button variant="quiet" size="iconSm" aria-label="Find this stretch elsewhere" onClick={onFind}>
              <ScanSearch aria-hidden />
            </Button>
          </Tooltip>
        )}
        <Popover
          label="Signals to show"
          className="max-h-96 overflow-y-auto"
          trigger={
            <Button variant="quiet" size="sm" aria-label={`Signals: ${shown} of ${topics.length} shown`}>
              <Activity aria-hidden />
              {shown === topics.length ? "Signals" : `${shown} of ${topics.length}`}
            </Button>
          }
        >
          {topics.map((topic) => (
            <label key={topic.name} className="flex h-8 items-center gap-2 rounded-sm px-2 hover:bg-hover">
              <Checkbox
                aria-label={topic.name}
                checked={isTopicShown(visibility, topic.name)}
                onCheckedChange={() => onVisibility(toggleTopic(visibility, topic.name))}
              />
              <span className="truncate">{topic.name.slice(1)}</span>
            </label>
          ))}
        </Popover>
      </div>
    </div>
  );
}

function ResetZoom() {
  const { view } = useStage();
  const isWhole = useSyncExternalStore(
    view.subscribe,
    () => view.isWhole,
    () => true,
  );
  if (isWhole) return null;
  return (
    <Button
      variant="quiet"
      size="sm"
      onClick={() => view.reset()}
      title="Show the whole episode (0, or double click)"
    >
      <ZoomOut aria-hidden />
      All
    </Button>
  );
}

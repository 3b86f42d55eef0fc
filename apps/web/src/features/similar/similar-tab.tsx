"use client";
import type { EpisodeDetail } from "@retake/trpc/schemas";
import { Button } from "../../ui/button.tsx";
import { useStore } from "../labels/session/labels-context.tsx";
import { useStage } from "../replay/player-context.tsx";
import { listQuery, type ListView } from "../replay/url/list-filter.ts";
import { SimilarEpisodes } from "./similar-episodes.tsx";
import type { SimilarState } from "./similar-store.ts";
import { StretchPanel } from "./stretch-panel.tsx";

interface SimilarTabProps {
  workspace: string;
  episode: EpisodeDetail;
  listView: ListView;
}

const WHAT: readonly { value: SimilarState["what"]; label: string }[] = [
  { value: "episode", label: "Whole episode" },
  { value: "stretch", label: "A stretch" },
];

/** More like this: like the whole episode, or like a stretch of one of its signals. */
export function SimilarTab({ workspace, episode, listView }: SimilarTabProps) {
  const { similar } = useStage();
  const { what } = useStore(similar);
  const query = listQuery(listView).slice(1);
  return (
    <div data-similar className="flex flex-col gap-3 p-3 text-sm">
      <div role="group" aria-label="Like what" className="flex rounded bg-hover p-0.5">
        {WHAT.map(({ value, label }) => (
          <Button
            key={value}
            variant="quiet"
            size="sm"
            aria-pressed={what === value}
            onClick={() => similar.change({ what: value })}
            className="flex-1 aria-pressed:bg-ground aria-pressed:text-ink"
          >
            {label}
          </Button>
        ))}
      </div>
      {what === "episode" ? (
        <SimilarEpisodes workspace={workspace} sessionId={episode.sessionId} query={query} />
      ) : (
        <StretchPanel workspace={workspace} episode={episode} query={query} />
      )}
    </div>
  );
}

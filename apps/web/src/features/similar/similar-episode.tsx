"use client";
import type { SearchHit } from "@retake/trpc/schemas";
import Link from "next/link";
import { episodeTitle } from "../../ui/episode-title.ts";
import { Outcome } from "../../ui/outcome.tsx";
import { Poster } from "../../ui/poster.tsx";
import { episodeHref } from "../episodes/episode-links.ts";
import { EpisodePreview } from "../episodes/episode-preview.tsx";
import { ScoreBar } from "./score-bar.tsx";

interface SimilarEpisodeProps {
  workspace: string;
  hit: Omit<SearchHit, "moment">;
  query: string;
  isPreviewed: boolean;
  onPreview: () => void;
}

/** One episode like this one: a press opens it, with Shift (or Space) it is shown right here. */
export function SimilarEpisode({ workspace, hit, query, isPreviewed, onPreview }: SimilarEpisodeProps) {
  const { row, score, why } = hit;
  const reason = why.map(({ text }) => text).join(" · ");
  return (
    <li>
      <Link
        href={episodeHref(workspace, row.sessionId, query)}
        prefetch={false}
        aria-expanded={isPreviewed}
        title={`${episodeTitle(row)}. Shift-click or Space previews it here.`}
        onClick={(event) => {
          if (!event.shiftKey) return;
          event.preventDefault();
          onPreview();
        }}
        onKeyDown={(event) => {
          if (event.key !== " ") return;
          event.preventDefault();
          event.stopPropagation();
          onPreview();
        }}
        className="flex items-center gap-2 rounded-sm p-1 hover:bg-hover"
      >
        <Poster posterUrl={row.posterUrl} stripUrl={row.stripUrl} width={64} className="h-12 w-16 shrink-0" />
        <span className="min-w-0 flex-1">
          <span className="flex items-center gap-1">
            <span className="min-w-0 truncate font-medium">{episodeTitle(row)}</span>
            <span className="min-w-0 flex-1 truncate text-xs text-ink-3">{row.datasetName}</span>
            {row.outcome === null ? null : <Outcome value={row.outcome} isShort />}
          </span>
          <ScoreBar score={score} />
          <span className="block truncate text-xs text-ink-3" title={reason}>
            {reason}
          </span>
        </span>
      </Link>
      {isPreviewed ? (
        <div className="mb-2 rounded border">
          <EpisodePreview workspace={workspace} row={row} />
        </div>
      ) : null}
    </li>
  );
}

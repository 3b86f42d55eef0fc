"use client";
import type { EpisodeRow } from "@retake/trpc/schemas";
import { useQuery } from "@tanstack/react-query";
import { ArrowUpRight, TriangleAlert, X } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { useTRPC } from "../../trpc/use-trpc.ts";
import { Button } from "../../ui/button.tsx";
import { formatCount, formatDuration, formatMoment, formatValue } from "../../ui/figures.ts";
import { Outcome } from "../../ui/outcome.tsx";
import { Tooltip } from "../../ui/tooltip.tsx";
import { episodeTitle } from "../../ui/episode-title.ts";
import { robotName } from "../../ui/robot-name.ts";
import { Poster } from "../../ui/poster.tsx";
import { Tags } from "./row-parts.tsx";

interface PreviewPanelProps {
  workspace: string;
  row: EpisodeRow | undefined;
  href: string;
  onClose: () => void;
}

/** A first look at the current row without leaving the list. */
export function PreviewPanel({ workspace, row, href, onClose }: PreviewPanelProps) {
  return (
    <aside
      aria-label="Preview"
      className="flex w-80 shrink-0 flex-col overflow-y-auto border-l max-md:hidden xl:w-96"
    >
      <header className="flex h-8 shrink-0 items-center gap-1 border-b pr-1 pl-3">
        <h2 className="min-w-0 flex-1 truncate text-sm font-semibold">
          {row === undefined ? "Preview" : episodeTitle(row)}
        </h2>
        {row === undefined ? null : (
          <Tooltip label="Open" keys="Enter">
            <Button asChild variant="quiet" size="iconSm" aria-label="Open the episode">
              <Link href={href} prefetch={false}>
                <ArrowUpRight aria-hidden />
              </Link>
            </Button>
          </Tooltip>
        )}
        <Tooltip label="Close" keys="Escape">
          <Button variant="quiet" size="iconSm" aria-label="Close the preview" onClick={onClose}>
            <X aria-hidden />
          </Button>
        </Tooltip>
      </header>
      {row === undefined ? (
        <p className="p-4 text-sm text-ink-2">Move to an episode with J and K.</p>
      ) : (
        <Preview workspace={workspace} row={row} />
      )}
    </aside>
  );
}

function Preview({ workspace, row }: { workspace: string; row: EpisodeRow }) {
  return (
    <div className="flex flex-col gap-3 p-3">
      <Poster posterUrl={row.posterUrl} stripUrl={row.stripUrl} width={360} className="aspect-4/3 w-full" />
      {row.task === null ? null : <p className="text-base break-words">{row.task}</p>}
      <dl className="grid grid-cols-[88px_minmax(0,1fr)] gap-y-1 text-sm [&_dd]:break-words [&_dt]:text-ink-3">
        <Fact name="Outcome">
          <Outcome value={row.outcome} />
        </Fact>
        {row.tags.length === 0 ? null : (
          <Fact name="Tags">
            <Tags tags={row.tags} />
          </Fact>
        )}
        <Fact name="Dataset">{row.datasetName}</Fact>
        <Fact name="Robot">{robotName(row.robotType)}</Fact>
        <Fact name="Duration">
          <span className="figures">{formatDuration(row.durationS)}</span>
        </Fact>
        <Fact name="Frames">
          <span className="figures">
            {formatCount(row.totalFrames)} at {formatValue(row.fps)} Hz
          </span>
        </Fact>
        {row.totalReward === null ? null : (
          <Fact name="Reward">
            <span className="figures">{formatValue(row.totalReward)}</span>
          </Fact>
        )}
        <Fact name="Cameras">
          <span className="figures">{row.cameraCount}</span>
        </Fact>
        <Fact name="Added">{formatMoment(row.createdAt)}</Fact>
        <Fact name="Id">
          <span className="figures wrap-anywhere">{row.sessionId}</span>
        </Fact>
      </dl>
      {row.warningCount === 0 ? null : <EpisodeWarnings workspace={workspace} sessionId={row.sessionId} />}
    </div>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  if (children === null || children === "") return null;
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

function EpisodeWarnings({ workspace, sessionId }: { workspace: string; sessionId: string }) {
  const trpc = useTRPC();
  const episode = useQuery(trpc.episodes.get.queryOptions({ workspace, sessionId }));
  return (
    <ul className="flex flex-col gap-1">
      {(episode.data?.warnings ?? []).map((warning) => (
        <li
          key={`${warning.code} ${warning.message}`}
          className="flex items-start gap-2 text-sm text-attention"
        >
          <TriangleAlert className="mt-0.5 size-4 shrink-0" aria-hidden />
          <span className="min-w-0 break-words">{warning.message}</span>
        </li>
      ))}
    </ul>
  );
}

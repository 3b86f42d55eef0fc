"use client";
import type { EpisodeRow, WorkOnEpisode } from "@retake/trpc/schemas";
import { useQuery } from "@tanstack/react-query";
import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { useTRPC } from "../../trpc/use-trpc.ts";
import { formatCount, formatDuration, formatMoment, formatRate, formatValue } from "../../ui/figures.ts";
import { Outcome } from "../../ui/outcome.tsx";
import { robotName } from "../../ui/robot-name.ts";
import { Poster } from "../../ui/poster.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { PeopleOn } from "./people-on.tsx";
import { Tags } from "./row-parts.tsx";
import { workWords } from "./work-words.ts";

interface EpisodePreviewProps {
  workspace: string;
  row: EpisodeRow & { summary?: string | null };
  /** Who labels and reviews it, as far as one may see it. */
  work?: WorkOnEpisode | undefined;
}

/** Picture and facts of an episode, for a first look. */
export function EpisodePreview({ workspace, row, work }: EpisodePreviewProps) {
  return (
    <div className="flex flex-col gap-3 p-3">
      <Poster
        posterUrl={row.posterUrl}
        stripUrl={row.stripUrl}
        width={360}
        className="aspect-4/3 max-h-[22dvh] w-full md:max-h-none"
      />
      {row.summary != null ? (
        <p className="text-sm break-words">{row.summary}</p>
      ) : row.task === null ? null : (
        <p className="text-base break-words">{row.task}</p>
      )}
      <dl className="grid grid-cols-[88px_minmax(0,1fr)] gap-y-1 text-sm [&_dd]:break-words [&_dt]:text-ink-3">
        <Fact name="Outcome">
          <Outcome value={row.outcome} />
        </Fact>
        {row.tags.length === 0 ? null : (
          <Fact name="Tags">
            <Tags tags={row.tags} />
          </Fact>
        )}
        {work === undefined ? null : (
          <Fact name="Assigned">
            <PeopleOn work={work} className="float-right" />
            {workWords(work).map((line) => (
              <span key={line} className="block">
                {line}
              </span>
            ))}
          </Fact>
        )}
        <Fact name="Dataset">{row.datasetName}</Fact>
        <Fact name="Robot">{robotName(row.robotType)}</Fact>
        <Fact name="Duration">
          <span className="figures">{formatDuration(row.durationS)}</span>
        </Fact>
        <Fact name="Frames">
          <span className="figures">
            {formatCount(row.totalFrames)} at {formatRate(row.fps)}
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
          <CopyButton text={row.sessionId} label="Copy the id" className="ml-1 align-middle" />
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

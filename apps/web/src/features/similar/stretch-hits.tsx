"use client";
import type { WiggleHit } from "@retake/trpc/schemas";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { errorWords } from "../../trpc/errors.ts";
import { useTRPC } from "../../trpc/use-trpc.ts";
import { cn } from "../../ui/cn.ts";
import { episodeTitle } from "../../ui/episode-title.ts";
import { countOf, formatCount } from "../../ui/figures.ts";
import { atMoment, episodeHref } from "../episodes/episode-links.ts";
import { HitsFailure, HitsSkeleton } from "./hits-states.tsx";
import type { Stretch } from "./similar-store.ts";
import { TwoLines } from "./two-lines.tsx";

interface StretchHitsProps {
  workspace: string;
  sessionId: string;
  /** Null: everywhere. */
  datasetSlug: string | null;
  stretch: Stretch;
  shapeOnly: boolean;
  query: string;
}

const SHOWN = 20;

/** The stretch, where else it was found, and how much was looked through for it. */
export function StretchHits({
  workspace,
  sessionId,
  datasetSlug,
  stretch,
  shapeOnly,
  query,
}: StretchHitsProps) {
  const trpc = useTRPC();
  const { topic, dim, from, to } = stretch;
  const found = useQuery({
    ...trpc.search.wiggle.queryOptions({
      workspace,
      sessionId,
      topic,
      dim,
      start: from,
      end: to,
      shapeOnly,
      limit: SHOWN,
      ...(datasetSlug === null ? {} : { scope: { datasetSlug } }),
    }),
    placeholderData: keepPreviousData,
    staleTime: 300_000,
    refetchOnWindowFocus: false,
  });
  if (found.isError && !found.isFetching) {
    return <HitsFailure words={errorWords(found.error)} onRetry={() => void found.refetch()} />;
  }
  if (found.data === undefined) return <HitsSkeleton />;
  const { hits, query: sought, searched, truncated } = found.data;
  return (
    <div aria-busy={found.isPlaceholderData} className={cn(found.isPlaceholderData && "opacity-60")}>
      <TwoLines label="The stretch to find" sought={sought.values} found={null} shapeOnly={shapeOnly} />
      <p role="status" className="mt-2 text-xs text-ink-3">
        Looked through {formatCount(searched.samples)} samples of {countOf(searched.episodes, "episode")}
        {truncated ? ", then stopped: the rest was not looked at." : "."}
      </p>
      {hits.length === 0 ? (
        <p className="py-6 text-center text-xs text-ink-2">
          Nothing like it was found. Try a longer stretch.
        </p>
      ) : (
        <ol aria-label="Where it was found" className="-mx-1 mt-2 flex flex-col">
          {hits.map((hit) => (
            <StretchHit
              key={`${hit.row.sessionId} ${hit.topic} ${hit.dim} ${hit.start}`}
              hit={hit}
              sought={sought.values}
              shapeOnly={shapeOnly}
              href={atMoment(episodeHref(workspace, hit.row.sessionId, query), hit)}
            />
          ))}
        </ol>
      )}
    </div>
  );
}

interface StretchHitProps {
  hit: WiggleHit;
  sought: readonly (number | null)[];
  shapeOnly: boolean;
  href: string;
}

function StretchHit({ hit, sought, shapeOnly, href }: StretchHitProps) {
  const title = episodeTitle(hit.row);
  return (
    <li>
      <Link href={href} prefetch={false} className="block rounded-sm p-1 hover:bg-hover">
        <span className="flex items-baseline gap-2">
          <span className="min-w-0 truncate font-medium">{title}</span>
          <span className="min-w-0 flex-1 truncate text-xs text-ink-3">{hit.row.datasetName}</span>
          <span className="figures shrink-0 text-xs text-ink-2">
            {hit.start.toFixed(1)} – {hit.end.toFixed(1)} s
          </span>
          <span className="figures w-9 shrink-0 text-right text-xs" title="How alike">
            {Math.round(hit.score * 100)} %
          </span>
        </span>
        <TwoLines
          label={`${title} over the stretch to find`}
          sought={sought}
          found={hit.values}
          shapeOnly={shapeOnly}
        />
      </Link>
    </li>
  );
}

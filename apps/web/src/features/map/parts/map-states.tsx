"use client";
import type { MapKind } from "@retake/trpc/map-data";
import type { MapState } from "@retake/trpc/schemas";
import { FolderInput, MapPinned } from "lucide-react";
import Link from "next/link";
import { Button } from "../../../ui/button.tsx";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { countOf, formatCount } from "../../../ui/figures.ts";
import { Progress } from "../../../ui/progress.tsx";
import { Skeleton } from "../../../ui/skeleton.tsx";

/** Some points in grey while the map is on its way. */
export function MapSkeleton() {
  return (
    <div aria-hidden className="relative min-h-0 flex-1 overflow-hidden">
      {Array.from({ length: 24 }, (_, i) => (
        <Skeleton
          key={i}
          className="absolute size-2.5 rounded-full"
          style={{ left: `${20 + ((i * 37) % 60)}%`, top: `${18 + ((i * 53) % 64)}%` }}
        />
      ))}
    </div>
  );
}

const STAGES: Record<string, string> = {
  episodes: "Reading episodes",
  texts: "Understanding texts",
  pictures: "Looking at pictures",
  map: "Laying out the map",
  summaries: "Writing summaries",
};

const OF_KIND: Record<MapKind, string> = {
  motion: "how robots move",
  text: "what is said of episodes",
  visual: "what cameras saw",
};

interface NoPointsProps {
  workspace: string;
  kind: MapKind;
  state: MapState;
  canAdminister: boolean;
}

/** No point to show: nothing was recorded yet, or it is being read, or there is nothing of this kind to go by. */
export function NoPoints({ workspace, kind, state, canAdminister }: NoPointsProps) {
  const root = `/w/${encodeURIComponent(workspace)}`;
  if (state.episodes === 0) {
    return (
      <EmptyState
        icon={<FolderInput aria-hidden />}
        title="No episodes yet"
        action={
          canAdminister ? (
            <Button asChild variant="primary">
              <Link href={`${root}/admin/imports`}>Import a dataset</Link>
            </Button>
          ) : undefined
        }
      >
        The map shows every episode as a point, those most alike next to each other.
      </EmptyState>
    );
  }
  const { indexing } = state;
  if (indexing.state === "running") {
    return (
      <div className="flex h-full flex-col items-center justify-center gap-3 px-6 text-center">
        <h2 className="text-lg font-semibold">The map is being made</h2>
        <p role="status" className="figures text-sm text-ink-2">
          {STAGES[indexing.stage] ?? indexing.stage}: {formatCount(indexing.done)} of{" "}
          {formatCount(indexing.total)}
        </p>
        <Progress
          label="Indexing"
          value={indexing.total === 0 ? null : indexing.done / indexing.total}
          className="max-w-72"
        />
        <p className="text-sm text-ink-2">You can leave; it goes on.</p>
      </div>
    );
  }
  return (
    <EmptyState icon={<MapPinned aria-hidden />} title="No episode has a place on this map yet">
      {indexing.problem ??
        `This map is made of ${OF_KIND[kind]}. ${countOf(state.episodes, "episode")} wait to be read, or have none of it.`}
    </EmptyState>
  );
}

/** One line over a map that is not whole. */
export function MapNotice({ state, placed }: { state: MapState | null; placed: number }) {
  if (state === null) return null;
  const { indexing, episodes } = state;
  const missing = Math.max(0, episodes - placed);
  const words =
    indexing.state === "running"
      ? `${STAGES[indexing.stage] ?? indexing.stage}: ${formatCount(indexing.done)} of ${formatCount(indexing.total)}`
      : indexing.state === "failed" && indexing.problem !== null
        ? indexing.problem
        : missing > 0
          ? `${countOf(missing, "episode")} without a place here`
          : null;
  if (words === null) return null;
  return (
    <p
      role="status"
      className="figures absolute top-2 right-2 z-10 max-md:top-auto max-md:bottom-2 max-w-[60%] truncate rounded border bg-ground/90 px-2 py-1 text-xs text-ink-2"
    >
      {words}
    </p>
  );
}

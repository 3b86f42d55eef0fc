"use client";
import { FolderInput, SearchX } from "lucide-react";
import Link from "next/link";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { EpisodeCardSkeleton } from "./episode-card.tsx";
import type { ListLayout } from "./list-layout.ts";
import { PosterTileSkeleton } from "./poster-tile.tsx";
import { TableRowSkeleton } from "./table-row.tsx";

/** No row yet: the same shape in grey, a screenful. */
export function ListSkeleton({ layout }: { layout: ListLayout }) {
  const lines = layout.kind === "grid" ? 4 : 20;
  return (
    <div aria-hidden className="overflow-hidden">
      {layout.headPx === 0 ? null : <div className="border-b" style={{ height: layout.headPx }} />}
      {Array.from({ length: lines }, (_, line) => (
        <div
          key={line}
          className="grid"
          style={{ height: layout.linePx, gridTemplateColumns: `repeat(${layout.perLine}, minmax(0, 1fr))` }}
        >
          {Array.from({ length: layout.perLine }, (_item, i) => (
            <Placeholder key={i} kind={layout.kind} index={line} />
          ))}
        </div>
      ))}
    </div>
  );
}

function Placeholder({ kind, index }: { kind: ListLayout["kind"]; index: number }) {
  if (kind === "grid") return <PosterTileSkeleton />;
  return kind === "cards" ? <EpisodeCardSkeleton /> : <TableRowSkeleton index={index} />;
}

interface NoEpisodesProps {
  workspace: string;
  isFiltered: boolean;
  canImport: boolean;
  onClearFilters: () => void;
}

/** Nothing to list, and the one next thing to do about it. */
export function NoEpisodes({ workspace, isFiltered, canImport, onClearFilters }: NoEpisodesProps) {
  if (isFiltered) {
    return (
      <EmptyState
        icon={<SearchX aria-hidden />}
        title="No episode matches"
        action={<Button onClick={onClearFilters}>Clear the filters</Button>}
      >
        Try fewer words or fewer filters.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={<FolderInput aria-hidden />}
      title="No episodes yet"
      action={
        canImport ? (
          <Button asChild variant="primary">
            <Link href={`/w/${encodeURIComponent(workspace)}/admin/imports`}>Import a dataset</Link>
          </Button>
        ) : undefined
      }
    >
      {canImport
        ? "Import a LeRobot dataset from the hub or from a folder; its episodes appear here."
        : "They appear here once an owner or admin has imported a dataset."}
    </EmptyState>
  );
}

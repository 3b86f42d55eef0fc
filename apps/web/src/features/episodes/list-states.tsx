"use client";
import { FolderInput, SearchX } from "lucide-react";
import Link from "next/link";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { EpisodeCardSkeleton } from "./episode-card.tsx";
import type { ListLayout } from "./list-layout.ts";
import { PosterTileSkeleton } from "./poster-tile.tsx";
import { TableRowSkeleton } from "./table-row.tsx";

/** The bundled sample, for who started without it. */
const SAMPLE_FOLDER = "packages/importer/sample/retake-sample";

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

/** There are episodes, but none that the filters let through. */
export function NoMatch({ onClearFilters }: { onClearFilters: () => void }) {
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

/** Nothing was imported or recorded yet, and what to do about it. */
export function NoEpisodes({ workspace, canImport }: { workspace: string; canImport: boolean }) {
  const root = `/w/${encodeURIComponent(workspace)}`;
  return (
    <EmptyState
      icon={<FolderInput aria-hidden />}
      title="No episodes yet"
      action={
        <div className="flex flex-wrap justify-center gap-2">
          {canImport ? (
            <Button asChild variant="primary">
              <Link href={`${root}/admin/imports`}>Import a dataset</Link>
            </Button>
          ) : null}
          <Button asChild>
            <Link href={`${root}/live`}>Record with a robot</Link>
          </Button>
        </div>
      }
    >
      {canImport ? (
        <>
          Import a LeRobot dataset from the hub or from a folder, or let a robot record. To try it out, import{" "}
          <code className="font-mono text-xs wrap-anywhere">{SAMPLE_FOLDER}</code> in the folder of Retake.
        </>
      ) : (
        "They appear here once an owner or admin has imported a dataset, or a robot has recorded."
      )}
    </EmptyState>
  );
}

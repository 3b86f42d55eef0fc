"use client";
import type { EpisodeRow, WorkOnEpisode } from "@retake/trpc/schemas";
import { ArrowUpRight, X } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { Button } from "../../ui/button.tsx";
import { Tooltip } from "../../ui/tooltip.tsx";
import { episodeTitle } from "../../ui/episode-title.ts";
import { PeopleAt } from "../presence/people-at.tsx";
import { EpisodePreview } from "./episode-preview.tsx";

interface PreviewPanelProps {
  workspace: string;
  row: (EpisodeRow & { summary?: string | null }) | undefined;
  /** Who labels and reviews it, as far as one may see it. */
  work: WorkOnEpisode | undefined;
  href: string;
  onClose: () => void;
  /** Below its facts. */
  children?: ReactNode;
}

/** A first look at the current row without leaving the list. */
export function PreviewPanel({ workspace, row, work, href, onClose, children }: PreviewPanelProps) {
  return (
    <aside
      aria-label="Preview"
      className="flex w-80 shrink-0 flex-col overflow-y-auto border-l max-md:hidden xl:w-96"
    >
      <header className="flex h-8 shrink-0 items-center gap-1 border-b pr-1 pl-3">
        <h2 className="min-w-0 flex-1 truncate text-sm font-semibold">
          {row === undefined ? "Preview" : episodeTitle(row)}
        </h2>
        {row === undefined ? null : <PeopleAt sessionId={row.sessionId} />}
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
        <EpisodePreview workspace={workspace} row={row} work={work} />
      )}
      {children}
    </aside>
  );
}

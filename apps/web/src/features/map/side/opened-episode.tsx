"use client";
import type { MapData } from "@retake/trpc/map-data";
import { ArrowUpRight } from "lucide-react";
import Link from "next/link";
import { useMemo } from "react";
import { BottomSheet } from "../../../ui/bottom-sheet.tsx";
import { Button } from "../../../ui/button.tsx";
import { episodeTitle } from "../../../ui/episode-title.ts";
import { Skeleton } from "../../../ui/skeleton.tsx";
import { EpisodePreview } from "../../episodes/episode-preview.tsx";
import { PreviewPanel } from "../../episodes/preview-panel.tsx";
import { useWorkOnRows } from "../../episodes/use-work-on-rows.ts";
import { useDetails } from "../state/use-details.ts";
import type { MapScreenState } from "../state/use-map-screen.ts";
import { NearestList } from "./nearest-list.tsx";

interface OpenedEpisodeProps {
  screen: MapScreenState;
  map: MapData;
  href: string;
  /** Beside the map; else it slides over its lower half. */
  isWide: boolean;
}

/** The episode that is open on the map: picture, summary, facts, and those most like it. */
export function OpenedEpisode({ screen, map, href, isWide }: OpenedEpisodeProps) {
  const { opened, workspace } = screen;
  const sessionId = map.sessionIds[opened] ?? "";
  const details = useDetails(workspace.slug, [sessionId]).get(sessionId);
  const rows = useMemo(() => new Map([[0, details === undefined ? [] : [details]]]), [details]);
  const work = useWorkOnRows(workspace.slug, rows).get(sessionId);
  const nearest = <NearestList screen={screen} map={map} />;
  if (isWide) {
    return (
      <PreviewPanel workspace={workspace.slug} row={details} work={work} href={href} onClose={screen.close}>
        {nearest}
      </PreviewPanel>
    );
  }
  return (
    <BottomSheet
      title={details === undefined ? sessionId : episodeTitle(details)}
      onClose={screen.close}
      actions={
        <Button asChild variant="primary" className="h-10">
          <Link href={href} prefetch={false}>
            Open
            <ArrowUpRight aria-hidden />
          </Link>
        </Button>
      }
    >
      {details === undefined ? (
        <div aria-busy="true" className="flex flex-col gap-3 p-3">
          <Skeleton className="aspect-video w-full" />
          <Skeleton className="h-4 w-2/3" />
          <Skeleton className="h-16 w-full" />
        </div>
      ) : (
        <EpisodePreview workspace={workspace.slug} row={details} work={work} />
      )}
      {nearest}
    </BottomSheet>
  );
}

import type { Metadata } from "next";
import { Suspense } from "react";
import { EpisodeList } from "../../../../features/episodes/episode-list.tsx";

export const metadata: Metadata = { title: "Episodes" };

export default function EpisodesPage() {
  return (
    <Suspense>
      <EpisodeList />
    </Suspense>
  );
}

import type { Metadata } from "next";
import { Suspense } from "react";
import { EpisodePage } from "../../../../../features/replay/episode-page.tsx";
import { EpisodeSkeleton } from "../../../../../features/replay/episode-skeleton.tsx";

interface PageProps {
  params: Promise<{ ws: string; sessionId: string }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: decodeURIComponent((await params).sessionId) };
}

export default async function Page({ params }: PageProps) {
  const { ws, sessionId } = await params;
  return (
    <Suspense fallback={<EpisodeSkeleton />}>
      <EpisodePage workspace={decodeURIComponent(ws)} sessionId={decodeURIComponent(sessionId)} />
    </Suspense>
  );
}

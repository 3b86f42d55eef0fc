"use client";
import type { EpisodeDetail } from "@retake/trpc/schemas";
import { useSearchParams } from "next/navigation";
import { useEffect, useMemo, useState } from "react";
import { useCan } from "../frame/workspace-context.tsx";
import { aspectOf } from "./cameras/camera-aspect.ts";
import { CameraGrid } from "./cameras/camera-grid.tsx";
import { useEpisodeChange } from "./data/use-episode-change.ts";
import { FrameTimeline } from "./engine/frame-timeline.ts";
import { Player } from "./engine/player.ts";
import { EpisodeLayout } from "./episode-layout.tsx";
import { EpisodeHeader } from "./header/episode-header.tsx";
import { useNeighbours } from "./header/use-neighbours.ts";
import { InfoPanel } from "./info/info-panel.tsx";
import { createLiveStage, liveTimeline } from "./live/live-stage.ts";
import { LiveBadge, LiveStrip } from "./live/live-strip.tsx";
import { useFollow } from "./live/use-follow.ts";
import { useRefresh } from "./data/use-refresh.ts";
import { OverviewStrip } from "./overview/overview-strip.tsx";
import type { Stills } from "./overview/scrub-preview.tsx";
import { StageContext, type Stage } from "./player-context.tsx";
import { HoverStore } from "./signals/hover-store.ts";
import { SignalsPanel } from "./signals/signals-panel.tsx";
import { ViewStore } from "./signals/view-store.ts";
import { Transport } from "./transport/transport.tsx";
import { listQuery, readListView } from "./url/list-filter.ts";
import { readPlace } from "./url/place-in-url.ts";
import type { StageShape } from "./stage-rows.tsx";
import { useInfoOpen } from "./use-info-open.ts";
import { usePlaceInUrl } from "./use-place-in-url.ts";
import { useReplayKeys } from "./use-replay-keys.ts";

interface EpisodeScreenProps {
  workspace: string;
  episode: EpisodeDetail;
  /** Null while it records. */
  timeline: FrameTimeline | null;
}

function createStage(episode: EpisodeDetail, stored: FrameTimeline | null, refresh: () => void): Stage {
  const place = readPlace(new URLSearchParams(location.search));
  const growing = stored === null ? liveTimeline(episode) : null;
  const timeline = stored ?? growing ?? FrameTimeline.uniform(1, 30);
  const player = new Player({ timeline, loop: place.loop, ...(place.t === null ? {} : { time: place.t }) });
  const view = new ViewStore({ from: timeline.start, to: timeline.end });
  const hover = new HoverStore();
  const clockStart = episode.source === "live" ? episode.startTime : null;
  if (growing === null) return { player, view, hover, clockStart, live: null };
  const live = createLiveStage(episode, { player, timeline: growing, view }, refresh, place.t === null);
  return { player, view, hover, clockStart, live };
}

/** Stills of the first camera that has any. */
function stillsOf(episode: EpisodeDetail): Stills | null {
  const camera = episode.cameras.find(({ stripUrl }) => stripUrl !== null);
  if (camera === undefined || camera.stripUrl === null) return null;
  return { url: camera.stripUrl, aspect: aspectOf(camera) };
}

function shapeOf({ cameras, topics }: EpisodeDetail): StageShape {
  const signals = topics.filter((topic) => topic.kind === "signal" && topic.messageCount > 0);
  return { aspects: cameras.map(aspectOf), signals: signals.length };
}

/** One open episode. Mounted anew for each, so that nothing of the one before remains. */
export function EpisodeScreen({ workspace, episode, timeline }: EpisodeScreenProps) {
  const refresh = useRefresh(workspace, episode.sessionId);
  const [stage] = useState(() => createStage(episode, timeline, refresh));
  const { player, live } = stage;
  const marks = useFollow(workspace, episode.sessionId, live, episode.marks);
  useEffect(() => () => player.pause(), [player]);
  usePlaceInUrl(player);

  const params = useSearchParams().toString();
  const listView = useMemo(() => readListView(new URLSearchParams(params)), [params]);
  const neighbours = useNeighbours(workspace, episode.sessionId, listView);
  const change = useEpisodeChange(workspace, episode.sessionId);
  const canEdit = useCan().edit;
  const chooseOutcome = (outcome: "success" | "failure"): void =>
    change({ outcome: episode.outcome === outcome ? null : outcome });
  const onOutcome = canEdit ? chooseOutcome : null;
  const onLive = useMemo(() => (live === null ? null : () => live.edge.goLive()), [live]);
  useReplayKeys({ player, goTo: neighbours, onOutcome, onLive });

  const info = useInfoOpen();
  const shape = useMemo(() => shapeOf(episode), [episode]);
  const base = `/w/${encodeURIComponent(workspace)}`;
  const datasetUrl =
    episode.datasetSlug === null ? null : `${base}/datasets/${encodeURIComponent(episode.datasetSlug)}`;
  return (
    <StageContext value={stage}>
      <EpisodeLayout
        isInfoOpen={info.isOpen}
        shape={shape}
        header={
          <>
            <EpisodeHeader
              episode={episode}
              badge={live === null ? null : <LiveBadge live={live} />}
              listUrl={`${base}/episodes${listQuery(listView)}`}
              datasetUrl={datasetUrl}
              neighbours={neighbours}
              onOutcome={onOutcome}
              info={info}
            />
            {live === null ? null : <LiveStrip live={live} />}
          </>
        }
        cameras={<CameraGrid cameras={episode.cameras} />}
        transport={
          <>
            <Transport />
            <OverviewStrip stills={live === null ? stillsOf(episode) : null} marks={marks} />
          </>
        }
        signals={<SignalsPanel episode={episode} marks={marks} />}
        info={<InfoPanel episode={episode} datasetUrl={datasetUrl} onTags={canEdit ? change : null} />}
      />
    </StageContext>
  );
}

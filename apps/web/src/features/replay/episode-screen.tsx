"use client";
import type { EpisodeDetail } from "@retake/trpc/schemas";
import { useSearchParams } from "next/navigation";
import { useEffect, useMemo, useState } from "react";
import { episodeTitle } from "../../ui/episode-title.ts";
import { useTitle } from "../../ui/use-title.ts";
import { useLabelling } from "../labels/use-labelling.tsx";
import { LabelsProvider } from "../labels/session/labels-provider.tsx";
import { useOutcome } from "../labels/session/use-outcome.ts";
import { AssignmentBar } from "../review/assignment-bar.tsx";
import { aspectOf } from "./cameras/camera-aspect.ts";
import { CameraGrid } from "./cameras/camera-grid.tsx";
import { FrameTimeline } from "./engine/frame-timeline.ts";
import { Player } from "./engine/player.ts";
import { EpisodeLayout } from "./episode-layout.tsx";
import { EpisodeHeader } from "./header/episode-header.tsx";
import { OutcomeChoice } from "./header/outcome-choice.tsx";
import { useNeighbours } from "./header/use-neighbours.ts";
import { InfoPanel } from "./info/info-panel.tsx";
import { createLiveStage, liveTimeline } from "./live/live-stage.ts";
import { LiveBadge, LiveStrip } from "./live/live-strip.tsx";
import { useFollow } from "./live/use-follow.ts";
import { useRefresh } from "./data/use-refresh.ts";
import { OverviewStrip } from "./overview/overview-strip.tsx";
import type { Stills } from "./overview/scrub-preview.tsx";
import { StageContext, type Stage } from "./player-context.tsx";
import { createSimilarStore } from "../similar/similar-store.ts";
import { useShowSimilar } from "../similar/use-show-similar.ts";
import { useSimilarInUrl } from "../similar/use-similar-in-url.ts";
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
  /** Whose labels are shown and changed. */
  layer: string;
}

function createStage(episode: EpisodeDetail, stored: FrameTimeline | null, refresh: () => void): Stage {
  const place = readPlace(new URLSearchParams(location.search));
  const growing = stored === null ? liveTimeline(episode) : null;
  const timeline = stored ?? growing ?? FrameTimeline.uniform(1, 30);
  const player = new Player({ timeline, loop: place.loop, ...(place.t === null ? {} : { time: place.t }) });
  const view = new ViewStore({ from: timeline.start, to: timeline.end });
  const hover = new HoverStore();
  const similar = createSimilarStore();
  const clockStart = episode.source === "live" ? episode.startTime : null;
  if (growing === null) return { player, view, hover, similar, clockStart, live: null };
  const live = createLiveStage(episode, { player, timeline: growing, view }, refresh, place.t === null);
  return { player, view, hover, similar, clockStart, live };
}

/** Stills of the first camera that has any. */
function stillsOf(episode: EpisodeDetail): Stills | null {
  const camera = episode.cameras.find(({ stripUrl }) => stripUrl !== null);
  if (camera === undefined || camera.stripUrl === null) return null;
  return { url: camera.stripUrl, aspect: aspectOf(camera) };
}

/** `Episode 7 · pusht`: tells tabs and bookmarks apart. */
function titleOf(episode: EpisodeDetail): string {
  return [episodeTitle(episode), episode.datasetName].filter((part) => part !== null).join(" · ");
}

function shapeOf({ cameras, topics }: EpisodeDetail): StageShape {
  const signals = topics.filter((topic) => topic.kind === "signal" && topic.messageCount > 0);
  return { aspects: cameras.map(aspectOf), signals: signals.length };
}

/** One open episode. Mounted anew for each, so that nothing of the one before remains. */
export function EpisodeScreen({ workspace, episode, timeline, layer }: EpisodeScreenProps) {
  const refresh = useRefresh(workspace, episode.sessionId);
  const [stage] = useState(() => createStage(episode, timeline, refresh));
  const { player } = stage;
  useEffect(() => () => player.pause(), [player]);
  usePlaceInUrl(player);
  useTitle(titleOf(episode));
  return (
    <StageContext value={stage}>
      <LabelsProvider episode={episode} isOpen={timeline !== null} layer={layer}>
        <EpisodeStage workspace={workspace} episode={episode} stage={stage} />
      </LabelsProvider>
    </StageContext>
  );
}

interface EpisodeStageProps {
  workspace: string;
  episode: EpisodeDetail;
  stage: Stage;
}

function EpisodeStage({ workspace, episode, stage }: EpisodeStageProps) {
  const { player, view, live } = stage;
  const marks = useFollow(workspace, episode.sessionId, live, episode.marks);
  const params = useSearchParams().toString();
  const listView = useMemo(() => readListView(new URLSearchParams(params)), [params]);
  const neighbours = useNeighbours(workspace, episode.sessionId, listView);
  const outcome = useOutcome(workspace, episode, live !== null);
  const onLive = useMemo(() => (live === null ? null : () => live.edge.goLive()), [live]);
  const info = useInfoOpen();
  useReplayKeys({ player, view, info, goTo: neighbours, onOutcome: outcome.onChoose, onLive });
  const labels = useLabelling({ workspace, episode, listView, goToNext: neighbours.next });

  useShowSimilar(info);
  useSimilarInUrl(info);
  const shape = useMemo(() => shapeOf(episode), [episode]);
  const base = `/w/${encodeURIComponent(workspace)}`;
  const datasetUrl =
    episode.datasetSlug === null ? null : `${base}/datasets/${encodeURIComponent(episode.datasetSlug)}`;
  return (
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
            outcome={<OutcomeChoice {...outcome} />}
            people={labels.people}
            info={info}
          />
          {live === null ? (
            <AssignmentBar workspace={workspace} sessionId={episode.sessionId} />
          ) : (
            <LiveStrip live={live} />
          )}
        </>
      }
      cameras={<CameraGrid cameras={episode.cameras} episode={episode.sessionId} />}
      transport={
        <>
          <Transport saved={labels.saved} />
          <OverviewStrip stills={live === null ? stillsOf(episode) : null} marks={marks}>
            {labels.overview}
          </OverviewStrip>
        </>
      }
      signals={<SignalsPanel episode={episode} marks={marks} lanes={labels.lanes} />}
      info={labels.panel(<InfoPanel episode={episode} datasetUrl={datasetUrl} />)}
    />
  );
}

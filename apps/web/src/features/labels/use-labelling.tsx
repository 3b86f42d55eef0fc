"use client";
import type { EpisodeDetail } from "@retake/trpc/schemas";
import { useEffect, useMemo, type ReactNode } from "react";
import { ActivityFeed } from "../activity/activity-feed.tsx";
import { GoldLink } from "../review/gold-link.tsx";
import { aspectOf } from "../replay/cameras/camera-aspect.ts";
import { SimilarTab } from "../similar/similar-tab.tsx";
import type { ListView } from "../replay/url/list-filter.ts";
import { EdgeFramesProvider } from "./lanes/edge-picture.tsx";
import { LanesPanel } from "./lanes/lanes-panel.tsx";
import { SidePanel } from "./panel/side-panel.tsx";
import { ThreadMarks } from "./panel/thread-marks.tsx";
import { Avatars } from "./presence/avatars.tsx";
import { OverviewPeople } from "./presence/overview-people.tsx";
import { SavedBadge } from "./presence/saved-badge.tsx";
import { useFollowTeammate } from "./presence/use-follow.ts";
import { usePublishPresence } from "./presence/use-publish-presence.ts";
import { putLabels, takeLabels } from "./session/copy-labels.ts";
import { useLabels, useStore } from "./session/labels-context.tsx";
import { useFreshLists } from "./session/use-fresh-lists.ts";
import { useLabelKeys } from "./session/use-label-keys.ts";
import { useNextUnlabelled } from "./session/use-next-unlabelled.ts";
import { useOpenFromUrl } from "./session/use-open-from-url.ts";
import { EpisodeDataContext } from "./suggest/episode-data-context.ts";

interface LabellingOptions {
  workspace: string;
  episode: EpisodeDetail;
  listView: ListView;
  goToNext: (() => void) | null;
}

/** What labelling adds to the page of an episode, part by part. All null while it records. */
interface Labelling {
  people: ReactNode;
  saved: ReactNode;
  overview: ReactNode;
  lanes: ReactNode;
  panel: (info: ReactNode) => ReactNode;
}

export function useLabelling({ workspace, episode, listView, goToNext }: LabellingOptions): Labelling {
  const session = useLabels();
  const isStored = episode.status === "completed";
  const following = useFollowTeammate();
  usePublishPresence(following.leader);
  useOpenFromUrl();
  useFreshLists(workspace, episode.sessionId);
  const onNextUnlabelled = useNextUnlabelled(workspace, episode.sessionId, listView);
  const isLoaded = useStore(session.room.loaded);
  useEffect(() => {
    if (isLoaded) putLabels(session, episode.sessionId);
  }, [isLoaded, session, episode.sessionId]);
  const onCopyToNext =
    goToNext === null
      ? null
      : (): void => {
          if (takeLabels(session, episode.sessionId) > 0) goToNext();
        };
  useLabelKeys({ onCopyToNext, onNextUnlabelled, onFollow: following.cycle });
  const frames = useMemo(() => {
    const camera = episode.cameras.find(({ frameUrl }) => frameUrl !== null);
    return camera === undefined || camera.frameUrl === null
      ? null
      : { url: camera.frameUrl, aspect: aspectOf(camera) };
  }, [episode.cameras]);
  if (!isStored) return { people: null, saved: null, overview: null, lanes: null, panel: (info) => info };
  return {
    people: (
      <>
        <GoldLink />
        <Avatars following={following} />
      </>
    ),
    saved: <SavedBadge />,
    overview: (
      <>
        <ThreadMarks />
        <OverviewPeople />
      </>
    ),
    lanes: (
      <EpisodeDataContext value={episode}>
        <EdgeFramesProvider frames={frames}>
          <LanesPanel />
        </EdgeFramesProvider>
      </EpisodeDataContext>
    ),
    panel: (info) => (
      <SidePanel
        info={info}
        similar={<SimilarTab workspace={workspace} episode={episode} listView={listView} />}
        activity={<ActivityFeed workspace={workspace} sessionId={episode.sessionId} />}
      />
    ),
  };
}

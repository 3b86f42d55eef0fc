"use client";
import { Activity } from "lucide-react";
import Link from "next/link";
import { errorWords } from "../../trpc/errors.ts";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { episodeTitle } from "../../ui/episode-title.ts";
import { ErrorState } from "../../ui/error-state.tsx";
import { formatMoment } from "../../ui/figures.ts";
import { Skeleton } from "../../ui/skeleton.tsx";
import { activityWords, momentOf } from "./activity-words.ts";
import { byDay, groupActivities, type ActivityGroup } from "./group-activities.ts";
import { useFeed } from "./use-feed.ts";
import { useNames } from "./use-names.ts";

/** Who did what when, in the workspace or with one episode, as it happens. */
export function ActivityFeed({ workspace, sessionId }: { workspace: string; sessionId?: string }) {
  const { feed, lines } = useFeed(workspace, sessionId);
  const nameOf = useNames();
  if (feed.isPending) return <FeedSkeleton />;
  if (feed.isError && lines.length === 0)
    return (
      <ErrorState
        title="The activity could not be loaded"
        message={errorWords(feed.error)}
        onRetry={() => void feed.refetch()}
      />
    );
  if (lines.length === 0)
    return (
      <EmptyState icon={<Activity />} title="Nothing has happened yet">
        Labels, comments, verdicts and assignments are told here as they happen.
      </EmptyState>
    );
  return (
    <div className="pb-4">
      {byDay(groupActivities(lines)).map(({ day, groups }) => (
        <section key={day}>
          <h2 className="px-3 pt-4 pb-1 text-xs font-medium text-ink-3">{day}</h2>
          <ul>
            {groups.map((group) => (
              <Line
                key={group.key}
                group={group}
                workspace={workspace}
                nameOf={nameOf}
                isOfEpisode={sessionId !== undefined}
              />
            ))}
          </ul>
        </section>
      ))}
      {feed.hasNextPage ? (
        <Button
          size="sm"
          className="mx-3 mt-3 max-md:h-9"
          disabled={feed.isFetching}
          onClick={() => void feed.fetchNextPage()}
        >
          Older
        </Button>
      ) : null}
    </div>
  );
}

interface LineProps {
  group: ActivityGroup;
  workspace: string;
  nameOf: (userId: string) => string;
  isOfEpisode: boolean;
}

function Line({ group, workspace, nameOf, isOfEpisode }: LineProps) {
  const { person, episode, lines } = group;
  const [newest] = lines;
  const moment = newest === undefined ? null : momentOf(newest);
  const at = newest?.at ?? "";
  const place = moment === null ? "" : `?t=${moment.toFixed(3)}`;
  return (
    <li className="flex items-baseline gap-3 px-3 py-1 text-sm hover:bg-hover">
      <time dateTime={at} title={formatMoment(at)} className="figures w-12 shrink-0 text-ink-3">
        {new Date(at).toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit", hour12: false })}
      </time>
      <span className="min-w-0 wrap-anywhere">
        <span className="font-medium">{person?.name ?? "Retake"}</span>{" "}
        <span className="text-ink-2">{activityWords(group, nameOf)}</span>
        {episode === null || isOfEpisode ? null : (
          <>
            {" · "}
            <Link
              prefetch={false}
              href={`/w/${encodeURIComponent(workspace)}/e/${encodeURIComponent(episode.sessionId)}${place}`}
              title={episode.sessionId}
              className="text-accent underline decoration-line-strong underline-offset-2 hover:decoration-current"
            >
              {episodeTitle(episode)}
            </Link>
          </>
        )}
      </span>
    </li>
  );
}

function FeedSkeleton() {
  return (
    <div className="flex flex-col gap-3 p-3">
      {Array.from({ length: 8 }, (_, i) => (
        <Skeleton key={i} className="h-4 w-2/3" />
      ))}
    </div>
  );
}

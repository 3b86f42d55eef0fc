"use client";
import type { ActivityView } from "@retake/trpc/schemas";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useSubscription } from "@trpc/tanstack-react-query";
import { useTRPC, useTRPCClient } from "../../trpc/use-trpc.ts";
import { useEvent } from "../../ui/use-event.ts";

const PAGE = 100;

/** The feed of a workspace, or of one episode, as it grows; older pages on demand. */
export function useFeed(workspace: string, sessionId?: string) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const scope = { workspace, ...(sessionId === undefined ? {} : { sessionId }) };
  const feed = useInfiniteQuery({
    queryKey: [...trpc.activity.list.queryKey(scope), "pages"],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      client.activity.list.query(
        { ...scope, limit: PAGE, ...(pageParam === null ? {} : { before: pageParam }) },
        { signal },
      ),
    getNextPageParam: (page) => page.before,
  });
  const lines: ActivityView[] = feed.data?.pages.flatMap(({ activities }) => activities) ?? [];
  // All pages are asked for again one after the other, each from where the one before ends: no line is lost or told twice.
  const onData = useEvent(({ newest }: { newest: string | null }): void => {
    if (feed.data !== undefined && newest !== (lines[0]?.id ?? null)) void feed.refetch();
  });
  useSubscription(trpc.activity.watch.subscriptionOptions(scope, { onData }));
  return { feed, lines };
}

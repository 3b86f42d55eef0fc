"use client";
import type { IndexRunView } from "@retake/trpc/schemas";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useSubscription } from "@trpc/tanstack-react-query";
import { useState } from "react";
import { useTRPC } from "../../trpc/use-trpc.ts";
import { paceOf, type ProgressSample, withSample } from "../imports/progress-rate.ts";

/** Counts cost the server a look at every episode: not at every step of the bar. */
const COUNTS_EVERY_MS = 3_000;

interface Followed {
  stage: string;
  samples: readonly ProgressSample[];
}

const NOTHING: Followed = { stage: "", samples: [] };

/** The state of the index; the bar moves as it is told, the counts follow every few seconds and when something ends. */
export function useIndexStatus(workspace: string) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const options = trpc.index.get.queryOptions({ workspace });
  const status = useQuery(options);
  const [live, setLive] = useState<IndexRunView | null>(null);
  const [followed, setFollowed] = useState(NOTHING);

  const receive = (run: IndexRunView): void => {
    const sample = sampleOf(run);
    const isNews =
      live?.state !== run.state || live.stage !== run.stage || live.rebuildAsked !== run.rebuildAsked;
    setLive(run);
    setFollowed((before) =>
      run.state === "running"
        ? {
            stage: run.stage,
            samples: withSample(before.stage === run.stage ? before.samples : [], sample),
          }
        : NOTHING,
    );
    const countedAt = queryClient.getQueryState(options.queryKey)?.dataUpdatedAt ?? 0;
    if (!isNews && !isOld(countedAt)) return;
    void queryClient.invalidateQueries({ queryKey: options.queryKey });
  };
  useSubscription(trpc.index.watch.subscriptionOptions({ workspace }, { onData: receive }));
  const run = live ?? status.data?.run ?? null;
  return { status, run, pace: run === null ? null : paceOf(followed.samples, run.total) };
}

function sampleOf({ done }: IndexRunView): ProgressSample {
  return { atMs: performance.now(), done };
}

function isOld(atMs: number): boolean {
  return Date.now() - atMs >= COUNTS_EVERY_MS;
}

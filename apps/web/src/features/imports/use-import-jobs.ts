"use client";
import type { ImportJobView } from "@retake/trpc/schemas";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useSubscription } from "@trpc/tanstack-react-query";
import { useState } from "react";
import { useTRPC } from "../../trpc/use-trpc.ts";
import { isActive } from "./job-words.ts";
import { type Pace, paceOf, type ProgressSample, withSample } from "./progress-rate.ts";

interface Followed {
  unit: string;
  samples: readonly ProgressSample[];
}

/** The workspace's imports, newest first, each as it is now. A finished one makes the lists of episodes and datasets ask again. */
export function useImportJobs(workspace: string) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const options = trpc.imports.list.queryOptions({ workspace });
  const jobs = useQuery(options);
  const [followed, setFollowed] = useState<ReadonlyMap<string, Followed>>(new Map());

  const receive = (job: ImportJobView): void => {
    const known = queryClient.getQueryData(options.queryKey)?.imports.find((other) => other.id === job.id);
    queryClient.setQueryData(options.queryKey, (before) => {
      if (before === undefined) return before;
      const others = before.imports.filter((other) => other.id !== job.id);
      const imports = [...others, job].toSorted((a, b) => b.created_at.localeCompare(a.created_at));
      return { ...before, imports };
    });
    if (isActive(job)) {
      const sample = sampleOf(job);
      setFollowed((before) => new Map(before).set(job.id, follow(before.get(job.id), job, sample)));
    } else if (known !== undefined && isActive(known)) {
      void queryClient.invalidateQueries(trpc.episodes.pathFilter());
      void queryClient.invalidateQueries(trpc.datasets.pathFilter());
    }
  };
  const watch = useSubscription(trpc.imports.watch.subscriptionOptions({ workspace }, { onData: receive }));
  return {
    jobs,
    receive,
    isLive: watch.status === "pending",
    /** How fast a job goes, from the steps seen since this page is open. */
    paceOfJob: (job: ImportJobView): Pace | null =>
      paceOf(followed.get(job.id)?.samples ?? [], job.progress.total),
  };
}

function sampleOf(job: ImportJobView): ProgressSample {
  return { atMs: performance.now(), done: job.progress.done };
}

/** The steps seen of a job with one more; another unit starts over. */
function follow(before: Followed | undefined, job: ImportJobView, sample: ProgressSample): Followed {
  const { unit } = job.progress;
  return { unit, samples: withSample(before?.unit === unit ? before.samples : [], sample) };
}

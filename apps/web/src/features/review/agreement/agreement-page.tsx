"use client";
import type { EpisodeAgreement } from "@retake/trpc/schemas";
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Scale } from "lucide-react";
import { useRouter } from "next/navigation";
import { parseAsFloat, parseAsString, useQueryStates } from "nuqs";
import { useCallback, useState } from "react";
import { errorWords } from "../../../trpc/errors.ts";
import { useTRPC, type Outputs } from "../../../trpc/use-trpc.ts";
import { ConfirmDialog } from "../../../ui/confirm-dialog.tsx";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { episodeTitle } from "../../../ui/episode-title.ts";
import { ErrorState } from "../../../ui/error-state.tsx";
import { countOf, formatCount } from "../../../ui/figures.ts";
import { categorical } from "../../../ui/palette.ts";
import { Select } from "../../../ui/select.tsx";
import { Skeleton } from "../../../ui/skeleton.tsx";
import { toast } from "../../../ui/toast.tsx";
import { useWorkspace } from "../../frame/workspace-context.tsx";
import { ReviewTabs } from "../review-tabs.tsx";
import { PairTable } from "./pair-table.tsx";
import type { ClassLook } from "./two-lanes.tsx";
import { WorstEpisode } from "./worst-episode.tsx";

type Overview = Outputs["agreement"]["overview"];
const TOLERANCES = ["0.05", "0.1", "0.25", "0.5", "1"] as const;

/** How far people agree who labelled the same episodes unseen by each other, and where they do not. */
export function AgreementPage() {
  const { workspace } = useWorkspace();
  const [params, setParams] = useQueryStates({
    lane: parseAsString,
    tolerance: parseAsFloat.withDefault(0.25),
  });
  const overview = useQuery(
    useTRPC().agreement.overview.queryOptions(
      {
        workspace: workspace.slug,
        toleranceS: params.tolerance,
        ...(params.lane === null ? {} : { lane: params.lane }),
      },
      { placeholderData: keepPreviousData },
    ),
  );
  const { data } = overview;
  return (
    <div className="flex min-h-full flex-col">
      <h1 className="sr-only">Agreement</h1>
      <ReviewTabs>
        <div className="ml-auto flex flex-wrap items-center gap-2 py-1 text-xs text-ink-2">
          {data === undefined ? null : (
            <Select
              label="Lane"
              className="h-7 text-xs"
              value={data.lane}
              options={data.lanes.map(({ id, name }) => ({ value: id, label: name }))}
              onChange={(lane) => void setParams({ lane })}
            />
          )}
          boundaries within
          <Select
            label="Tolerance"
            className="h-7 text-xs"
            value={String(params.tolerance)}
            options={TOLERANCES.map((value) => ({ value, label: `${value} s` }))}
            onChange={(tolerance) => void setParams({ tolerance: Number(tolerance) })}
          />
        </div>
      </ReviewTabs>
      {overview.isError ? (
        <ErrorState
          title="The agreement could not be worked out"
          message={errorWords(overview.error)}
          onRetry={() => void overview.refetch()}
        />
      ) : data === undefined ? (
        <div className="flex flex-col gap-3 p-3">
          <Skeleton className="h-8 w-full" />
          <Skeleton className="h-8 w-full" />
          <Skeleton className="h-24 w-full" />
        </div>
      ) : data.pairs.length === 0 ? (
        <EmptyState icon={<Scale />} title="Nothing to compare yet">
          Assign the same episodes blind to two people, or one with a reference. What both have finished is
          compared here, frame by frame.
        </EmptyState>
      ) : (
        <Compared data={data} />
      )}
    </div>
  );
}

function Compared({ data }: { data: Overview }) {
  const { workspace } = useWorkspace();
  const router = useRouter();
  const [adopting, setAdopting] = useState<Adopting | null>(null);
  const lookOf = useCallback(
    (label: string): ClassLook => {
      const found = data.classes.find(({ id }) => id === label);
      return { name: found?.name ?? label, colour: categorical(found?.colour ?? 7) };
    },
    [data.classes],
  );
  const hrefAt = (sessionId: string, t: number | null): string =>
    `/w/${encodeURIComponent(workspace.slug)}/e/${encodeURIComponent(sessionId)}${t === null ? "" : `?t=${t.toFixed(3)}`}`;
  return (
    <>
      <PairTable pairs={data.pairs} lookOf={lookOf} />
      <div className="flex flex-wrap items-baseline gap-x-3 px-3 pt-5 pb-1">
        <h2 className="text-base font-semibold">Least agreed</h2>
        <p className="text-sm text-ink-2">
          {data.compared < data.total
            ? `The newest ${formatCount(data.compared)} of ${countOf(data.total, "episode")} are compared.`
            : `${countOf(data.compared, "episode")} compared.`}
        </p>
      </div>
      {data.worst.length === 0 ? (
        <p className="px-3 py-2 text-sm text-ink-2">Every frame has the same label.</p>
      ) : (
        <ul aria-label="Least agreed">
          {data.worst.map((episode) => (
            <WorstEpisode
              key={`${episode.sessionId} ${episode.a?.userId ?? ""} ${episode.b?.userId ?? ""}`}
              episode={episode}
              hrefAt={hrefAt}
              lookOf={lookOf}
              onOpenAt={(sessionId, t) => router.push(hrefAt(sessionId, t))}
              onAdopt={(one, rater) => setAdopting({ episode: one, rater })}
            />
          ))}
        </ul>
      )}
      <AdoptDialog adopting={adopting} lane={data.lane} onClose={() => setAdopting(null)} />
    </>
  );
}

interface Adopting {
  episode: EpisodeAgreement;
  rater: NonNullable<EpisodeAgreement["a"]>;
}

function AdoptDialog({
  adopting,
  lane,
  onClose,
}: {
  adopting: Adopting | null;
  lane: string;
  onClose: () => void;
}) {
  const { workspace } = useWorkspace();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const adopt = useMutation(trpc.agreement.adopt.mutationOptions());
  const run = async ({ episode: { sessionId }, rater }: Adopting): Promise<void> => {
    try {
      const { adopted } = await adopt.mutateAsync({
        workspace: workspace.slug,
        sessionId,
        userId: rater.userId,
        lane,
      });
      toast.success(`${countOf(adopted, "segment")} of ${rater.name} are the team's now`);
      await queryClient.invalidateQueries(trpc.episodes.pathFilter());
    } catch (error) {
      toast.error("Nothing was adopted", { description: errorWords(error) });
    }
  };
  return (
    <ConfirmDialog
      open={adopting !== null}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={
        adopting === null ? "" : `Adopt ${adopting.rater.name}'s labels of ${episodeTitle(adopting.episode)}?`
      }
      action="Adopt"
      onConfirm={() => {
        if (adopting !== null) void run(adopting);
      }}
    >
      They replace this lane of the team's labels, for everybody to see. What was there stays in the episode's
      history.
    </ConfirmDialog>
  );
}

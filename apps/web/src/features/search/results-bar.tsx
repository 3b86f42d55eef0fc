"use client";
import { useQuery } from "@tanstack/react-query";
import { Info, Map as MapIcon, TriangleAlert, X } from "lucide-react";
import Link from "next/link";
import { Tabs } from "radix-ui";
import { useTRPC } from "../../trpc/use-trpc.ts";
import { Button } from "../../ui/button.tsx";
import { episodeTitle } from "../../ui/episode-title.ts";
import { countOf, formatCount } from "../../ui/figures.ts";
import { Select } from "../../ui/select.tsx";
import { Tab } from "../../ui/tab.tsx";
import type { ResultFacts } from "../episodes/load-page.ts";
import type { ListState } from "../episodes/use-list-params.ts";
import { useWorkspace } from "../frame/workspace-context.tsx";
import { BY_OPTIONS } from "../similar/by-options.ts";
import type { Ask } from "./ask.ts";
import { useSearchTarget } from "./use-search-target.ts";

/** The element that both tabs fill. */
export const RESULTS_ID = "results";

interface ResultsBarProps {
  list: ListState;
  ask: Ask;
  /** Null while the answer is on its way. */
  facts: ResultFacts | null;
  /** How many can be listed. */
  listed: number | null;
}

/** What was found, how sure it is, and where else it can be seen. */
export function ResultsBar({ list, ask, facts, listed }: ResultsBarProps) {
  return (
    <>
      <div className="flex min-h-9 shrink-0 items-center gap-3 border-b px-3">
        {ask.kind === "query" ? <QueryTabs list={list} facts={facts} /> : <LikeLine list={list} ask={ask} />}
        <Confidence facts={facts} listed={listed} />
        {ask.kind === "query" ? <MapLink query={ask.query} /> : null}
      </div>
      {facts?.embeddings.degraded === true ? (
        <p
          role="status"
          className="flex shrink-0 items-start gap-2 border-b bg-panel px-3 py-1.5 text-xs text-attention"
        >
          <TriangleAlert className="mt-px size-3.5 shrink-0" aria-hidden />
          <span className="min-w-0 break-words">
            Searching with less than usual:{" "}
            {facts.embeddings.reason ?? "the embedding server does not answer."}
          </span>
        </p>
      ) : null}
    </>
  );
}

function QueryTabs({ list, facts }: { list: ListState; facts: ResultFacts | null }) {
  const counts = facts === null ? null : { episodes: facts.total, moments: facts.moments.length };
  const choose = (show: string): void => list.set({ show: show === "moments" ? "moments" : "episodes" });
  return (
    <Tabs.Root value={list.params.show} onValueChange={choose} className="shrink-0 self-stretch">
      <Tabs.List aria-label="Results" className="flex gap-3">
        {(["episodes", "moments"] as const).map((name) => (
          <Tab key={name} value={name} onChoose={choose} aria-controls={RESULTS_ID} className="px-1">
            {name === "episodes" ? "Episodes" : "Moments"}
            {counts === null ? null : (
              <span className="figures ml-1.5 text-ink-3"> {formatCount(counts[name])}</span>
            )}
          </Tab>
        ))}
      </Tabs.List>
    </Tabs.Root>
  );
}

function LikeLine({ list, ask }: { list: ListState; ask: Extract<Ask, { kind: "like" }> }) {
  const { run } = useSearchTarget();
  const trpc = useTRPC();
  const { workspace } = useWorkspace();
  const [first = ""] = ask.sessionIds;
  const isOne = ask.sessionIds.length === 1;
  const episode = useQuery({
    ...trpc.episodes.get.queryOptions({ workspace: workspace.slug, sessionId: first }),
    enabled: isOne,
  });
  const one = episode.data === undefined ? first : episodeTitle(episode.data);
  const what = isOne ? one : countOf(ask.sessionIds.length, "episode");
  return (
    <>
      <span className="min-w-0 truncate text-sm" title={ask.sessionIds.join(", ")}>
        Similar to {what}
      </span>
      <Select
        label="Alike in"
        value={ask.by}
        options={BY_OPTIONS}
        onChange={(by) => list.set({ by })}
        className="h-7 shrink-0 px-2 text-xs"
      />
      <Button variant="quiet" size="iconSm" aria-label="Back to all episodes" onClick={() => run("")}>
        <X aria-hidden />
      </Button>
    </>
  );
}

function Confidence({ facts, listed }: { facts: ResultFacts | null; listed: number | null }) {
  const isWeak = facts !== null && facts.total > 0 && facts.confidence !== "strong";
  const isCut = facts !== null && listed !== null && listed < facts.total;
  return (
    <p role="status" className="flex min-w-0 flex-1 items-center gap-1.5 text-xs text-ink-2">
      {isWeak ? (
        <>
          <Info className="size-3.5 shrink-0 text-attention" aria-hidden />
          <span className="truncate" title="No strong match. These are the nearest.">
            No strong match. These are the nearest.
          </span>
        </>
      ) : null}
      {isCut ? <span className="truncate">The best {formatCount(listed)} are listed.</span> : null}
    </p>
  );
}

function MapLink({ query }: { query: string }) {
  const { workspace } = useWorkspace();
  return (
    <Button asChild variant="quiet" size="sm">
      <Link href={`/w/${encodeURIComponent(workspace.slug)}/map?q=${encodeURIComponent(query)}`}>
        <MapIcon aria-hidden />
        <span className="max-sm:sr-only">Show on map</span>
      </Link>
    </Button>
  );
}

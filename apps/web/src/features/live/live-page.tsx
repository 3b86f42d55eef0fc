"use client";
import { Radio } from "lucide-react";
import { useMemo } from "react";
import { errorWords } from "../../trpc/errors.ts";
import { ErrorState } from "../../ui/error-state.tsx";
import { countOf } from "../../ui/figures.ts";
import { useWorkspace } from "../frame/workspace-context.tsx";
import { HowToStart } from "./how-to-start.tsx";
import { LiveCard } from "./live-card.tsx";
import { LiveSkeleton } from "./live-skeleton.tsx";
import { useLive } from "./use-live.ts";

/** Robots that record now or did in the last minutes, a card each. */
export function LivePage() {
  const { workspace } = useWorkspace();
  const { recordings, clock, error, isStale, retry } = useLive(workspace.slug);
  const hrefOf = useMemo(() => {
    const base = `/w/${encodeURIComponent(workspace.slug)}/e/`;
    return (sessionId: string): string => base + encodeURIComponent(sessionId);
  }, [workspace.slug]);
  if (recordings === null) {
    if (error === null) return <LiveSkeleton />;
    return (
      <ErrorState title="The recordings could not be loaded" message={errorWords(error)} onRetry={retry} />
    );
  }
  const now = recordings.filter(({ state }) => state === "recording").length;
  return (
    <div className="flex min-h-full flex-col gap-3 p-4">
      <header className="flex flex-wrap items-baseline gap-x-3">
        <h1 className="text-lg font-semibold">Live</h1>
        <p role="status" className="text-sm text-ink-2">
          {recordings.length === 0 ? "" : nowWords(now)}
          {isStale || error !== null ? " · connecting again, shown as it was" : ""}
        </p>
      </header>
      {recordings.length === 0 ? (
        <Nothing />
      ) : (
        <ul className="grid grid-cols-[repeat(auto-fill,minmax(min(100%,300px),1fr))] items-start gap-3">
          {recordings.map((recording) => (
            <li key={recording.sessionId}>
              <LiveCard recording={recording} href={hrefOf(recording.sessionId)} clock={clock} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function nowWords(robots: number): string {
  return robots === 0 ? "No robot is recording now" : `${countOf(robots, "robot")} recording now`;
}

function Nothing() {
  return (
    <div className="mx-auto flex w-full max-w-2xl flex-1 flex-col items-center justify-center gap-3 pb-16 text-center">
      <Radio className="size-6 text-ink-3" aria-hidden />
      <h2 className="text-lg font-semibold">No robot is recording</h2>
      <p className="mb-3 max-w-96 text-sm text-balance text-ink-2">
        While one records, its cameras and signals show here, with what is wrong with them while there is time
        to mend it.
      </p>
      <HowToStart />
    </div>
  );
}

"use client";
import type { AssignmentCounts } from "@retake/trpc/schemas";
import { useQueryClient } from "@tanstack/react-query";
import { useSubscription } from "@trpc/tanstack-react-query";
import { createContext, use, useRef, useState, type ReactNode } from "react";
import { useTRPC } from "../../trpc/use-trpc.ts";
import { cn } from "../../ui/cn.ts";
import { countOf, formatCount } from "../../ui/figures.ts";
import { useEvent } from "../../ui/use-event.ts";

const NONE: AssignmentCounts = { version: "", mine: 0, review: 0, all: 0 };
const CountContext = createContext<AssignmentCounts>(NONE);

/**
 * Keeps how much waits for this person known to everything around the screens: one subscription a page. Whenever anything about assignments changes,
 * here or at a teammate's, what the page shows of them is asked for again.
 */
export function ReviewCountProvider({ workspace, children }: { workspace: string; children: ReactNode }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [counts, setCounts] = useState(NONE);
  const version = useRef("");
  const onData = useEvent((next: AssignmentCounts): void => {
    setCounts(next);
    if (version.current !== "" && version.current !== next.version) {
      void queryClient.invalidateQueries(trpc.assignments.pathFilter());
      void queryClient.invalidateQueries(trpc.agreement.pathFilter());
    }
    version.current = next.version;
  });
  useSubscription(trpc.assignments.watch.subscriptionOptions({ workspace }, { onData }));
  return <CountContext value={counts}>{children}</CountContext>;
}

export function useReviewCount(): AssignmentCounts {
  return use(CountContext);
}

/** How much waits, beside the Review entry; nothing when nothing does. */
export function ReviewBadge({ className }: { className?: string }) {
  const { mine, review } = useReviewCount();
  const waiting = mine + review;
  if (waiting === 0) return null;
  const words = [
    mine === 0 ? "" : `${countOf(mine, "episode")} to label`,
    review === 0 ? "" : `${formatCount(review)} to review`,
  ];
  return (
    <span
      title={words.filter((part) => part !== "").join(", ")}
      className={cn(
        "figures inline-flex min-w-5 justify-center rounded-full bg-accent-soft px-1.5 text-accent",
        className,
      )}
    >
      {waiting > 999 ? "999+" : waiting}
    </span>
  );
}

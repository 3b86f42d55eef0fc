"use client";
import type { LiveCount } from "@retake/trpc/schemas";
import { useSubscription } from "@trpc/tanstack-react-query";
import Link from "next/link";
import { createContext, use, useState, type ReactNode } from "react";
import { useTRPC } from "../../trpc/use-trpc.ts";
import { cn } from "../../ui/cn.ts";
import { countOf } from "../../ui/figures.ts";
import { RecordingDot } from "../live-feed/state-badge.tsx";

const NONE: LiveCount = { recording: 0, cutOff: 0 };
const CountContext = createContext<LiveCount>(NONE);

/** Keeps the number of robots that record known to everything around the screens: one subscription a page. */
export function LiveCountProvider({ workspace, children }: { workspace: string; children: ReactNode }) {
  const trpc = useTRPC();
  const [count, setCount] = useState(NONE);
  useSubscription(trpc.live.count.subscriptionOptions({ workspace }, { onData: setCount }));
  return <CountContext value={count}>{children}</CountContext>;
}

export function useLiveCount(): LiveCount {
  return use(CountContext);
}

/** `● 3` beside the Live entry; nothing while no robot records. */
export function LiveDot({ className }: { className?: string }) {
  const { recording } = useLiveCount();
  if (recording === 0) return null;
  return (
    <span className={cn("figures inline-flex items-center gap-1 text-ink-2", className)}>
      <RecordingDot />
      {recording}
    </span>
  );
}

/** `● 3 live` in the top bar, the way to the Live page from anywhere; nothing while no robot records. */
export function LiveLink({ href }: { href: string }) {
  const { recording, cutOff } = useLiveCount();
  if (recording + cutOff === 0) return null;
  const words = cutOff === 0 ? "" : `, ${cutOff} cut off`;
  return (
    <Link
      href={href}
      title={`${countOf(recording, "robot")} recording now${words}`}
      className="inline-flex h-7 pointer-coarse:h-10 shrink-0 items-center gap-1.5 rounded px-2 text-xs text-ink-2 hover:bg-hover hover:text-ink"
    >
      {recording === 0 ? null : (
        <>
          <RecordingDot />
          <span className="figures">{recording}</span> live
        </>
      )}
      {cutOff === 0 ? null : (
        <span className={cn("text-attention", recording > 0 && "max-md:hidden")}>
          {recording > 0 ? "· " : ""}
          {cutOff} cut off
        </span>
      )}
    </Link>
  );
}

"use client";
import type { SearchMoment } from "@retake/trpc/schemas";
import { Clock } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { cn } from "../../ui/cn.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { atMoment, episodeHref } from "../episodes/episode-links.ts";
import type { ResultFacts } from "../episodes/load-page.ts";
import { useKeys } from "../keys/keys-provider.tsx";
import { MarkedText } from "./marked-text.tsx";
import { MomentPicture } from "./moment-picture.tsx";

interface MomentsListProps {
  workspace: string;
  listQuery: string;
  /** Null while the answer is on its way. */
  facts: ResultFacts | null;
}

const NONE: readonly SearchMoment[] = [];

const KIND_WORDS: Record<SearchMoment["kind"], string> = {
  label: "Label",
  comment: "Comment",
  mark: "Mark",
  finding: "Found by a rule",
};

/** Labels, comments, marks and findings that match, each with the picture of its time; a press opens the episode there. */
export function MomentsList({ workspace, listQuery, facts }: MomentsListProps) {
  const moments = facts?.moments ?? NONE;
  const hrefOf = (moment: SearchMoment): string =>
    atMoment(episodeHref(workspace, moment.sessionId, listQuery), moment);
  const { current, setCurrent, list } = useMomentKeys(moments, hrefOf);
  if (facts === null) return <MomentsSkeleton />;
  if (moments.length === 0) {
    return (
      <EmptyState icon={<Clock aria-hidden />} title="No moment matches">
        Labels, comments, marks of the robot and what rules find are looked through here.
      </EmptyState>
    );
  }
  return (
    <ul ref={list} aria-label="Moments" className="min-w-0 flex-1 overflow-x-hidden overflow-y-auto">
      {moments.map((moment, index) => (
        <MomentItem
          key={`${moment.sessionId} ${moment.kind} ${moment.start} ${moment.text}`}
          moment={moment}
          href={hrefOf(moment)}
          words={facts.rest}
          isCurrent={index === current}
          onFocus={() => setCurrent(index)}
        />
      ))}
    </ul>
  );
}

/** The keys of the list of episodes do the same among moments. */
function useMomentKeys(moments: readonly SearchMoment[], hrefOf: (moment: SearchMoment) => string) {
  const router = useRouter();
  const [place, setPlace] = useState({ of: moments, index: -1 });
  const list = useRef<HTMLUListElement>(null);
  const current = place.of === moments ? place.index : -1;
  const setCurrent = (index: number): void => setPlace({ of: moments, index });
  const move = (by: number): void => {
    const next = Math.min(moments.length - 1, Math.max(0, current + by));
    setCurrent(next);
    list.current?.querySelectorAll<HTMLElement>("li > a")[next]?.focus();
  };
  useKeys("Moments", [
    { keys: ["j", "ArrowDown"], does: "Next moment", run: () => move(1) },
    { keys: ["k", "ArrowUp"], does: "Previous moment", run: () => move(-1) },
    {
      keys: ["Enter"],
      does: "Open the episode there",
      run: () => {
        const moment = moments[current];
        if (moment !== undefined) router.push(hrefOf(moment));
      },
    },
  ]);
  return { current, setCurrent, list };
}

interface MomentItemProps {
  moment: SearchMoment;
  href: string;
  words: string;
  isCurrent: boolean;
  onFocus: () => void;
}

function MomentItem({ moment, href, words, isCurrent, onFocus }: MomentItemProps) {
  const { start, end, kind, text, author, title } = moment;
  const time = end === null ? `${start.toFixed(1)} s` : `${start.toFixed(1)} – ${end.toFixed(1)} s`;
  return (
    <li className="border-b">
      <Link
        href={href}
        prefetch={false}
        onFocus={onFocus}
        className={cn("flex h-14 items-center gap-3 px-3 hover:bg-hover", isCurrent && "bg-panel")}
      >
        <MomentPicture posterUrl={moment.posterUrl} time={start} width={64} className="h-10 w-16 shrink-0" />
        <span className="min-w-0 flex-1">
          <span className="flex items-baseline gap-2 text-sm">
            <span className="min-w-0 truncate font-medium" title={text}>
              <MarkedText text={text} words={words} />
            </span>
            <span className="figures ml-auto shrink-0 text-ink-2">{time}</span>
          </span>
          <span className="block truncate text-xs text-ink-3">
            {[KIND_WORDS[kind], author, title].filter((part) => part !== null && part !== "").join(" · ")}
          </span>
        </span>
      </Link>
    </li>
  );
}

function MomentsSkeleton() {
  return (
    <div aria-hidden className="flex-1">
      {Array.from({ length: 8 }, (_, i) => (
        <div key={i} className="flex h-14 items-center gap-3 border-b px-3">
          <Skeleton className="h-10 w-16" />
          <div className="flex flex-1 flex-col gap-2">
            <Skeleton className="h-3" style={{ width: `${30 + ((i * 17) % 40)}%` }} />
            <Skeleton className="h-3 w-1/3" />
          </div>
        </div>
      ))}
    </div>
  );
}

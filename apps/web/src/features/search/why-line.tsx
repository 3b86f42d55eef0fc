import type { SearchWhy } from "@retake/trpc/schemas";
import {
  AudioWaveform,
  Image,
  type LucideIcon,
  MessageSquare,
  Radar,
  Sparkles,
  Tag,
  TextSearch,
  ListFilter,
} from "lucide-react";
import Link from "next/link";
import { atMoment } from "../episodes/episode-links.ts";
import type { RowHit } from "../episodes/load-page.ts";
import { MarkedText } from "./marked-text.tsx";

/** Height of the line. */
export const WHY_PX = 20;

const KINDS: Record<SearchWhy["kind"], { icon: LucideIcon; words: string }> = {
  words: { icon: TextSearch, words: "Words" },
  meaning: { icon: Sparkles, words: "Meaning" },
  filter: { icon: ListFilter, words: "Filter" },
  motion: { icon: AudioWaveform, words: "Motion" },
  picture: { icon: Image, words: "Pictures" },
  label: { icon: Tag, words: "Label" },
  comment: { icon: MessageSquare, words: "Comment" },
  finding: { icon: Radar, words: "Finding" },
};

const SHOWN_MAX = 3;

interface WhyLineProps {
  hit: RowHit;
  /** Words of the query that were matched freely. */
  words: string;
  /** The episode's page. */
  href: string;
}

/** Why an episode is among the results, on one line: what matched, with the query's words marked, and when. */
export function WhyLine({ hit, words, href }: WhyLineProps) {
  const telling = hit.why.filter(({ kind }) => kind !== "filter");
  const shown = (telling.length > 0 ? telling : hit.why).slice(0, SHOWN_MAX);
  const [first, ...others] = shown;
  return (
    // What finds no room on the line is not seen: it would wrap below its edge.
    <div className="flex h-5 min-w-0 flex-wrap content-start gap-x-3 overflow-hidden text-xs leading-5 whitespace-nowrap text-ink-3">
      <span className="flex max-w-full min-w-0 gap-3">
        {hit.moment === null ? null : (
          <Link
            href={atMoment(href, hit.moment)}
            prefetch={false}
            title="Open at this moment"
            onClick={(event) => event.stopPropagation()}
            className="figures shrink-0 text-accent hover:underline"
          >
            at {hit.moment.start.toFixed(1)} s
          </Link>
        )}
        {first === undefined ? null : <Why why={first} words={words} />}
      </span>
      {others.map((why) => (
        <Why key={`${why.kind} ${why.text}`} why={why} words={words} />
      ))}
    </div>
  );
}

function Why({ why: { kind, text }, words }: { why: SearchWhy; words: string }) {
  const Icon = KINDS[kind].icon;
  return (
    <span title={text} className="flex max-w-full min-w-0 items-center gap-1">
      <Icon className="size-3 shrink-0" aria-hidden />
      <span className="sr-only">{KINDS[kind].words}: </span>
      <span className="truncate">
        <MarkedText text={text} words={words} />
      </span>
    </span>
  );
}

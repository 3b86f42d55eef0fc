"use client";
import type { WorkOnEpisode } from "@retake/trpc/schemas";
import { cn } from "../../ui/cn.ts";
import { Face } from "../labels/presence/avatars.tsx";
import { colourOfPerson } from "../labels/room/presence.ts";
import { peopleOf, workWords } from "./work-words.ts";

/** More faces than this are counted. */
const SHOWN_MAX = 3;

/** Small faces of those who label or review an episode; nothing where nobody does, or where one may not see who. */
export function PeopleOn({ work, className }: { work: WorkOnEpisode | undefined; className?: string }) {
  if (work === undefined) return null;
  const people = peopleOf(work);
  const unseen = people.length - SHOWN_MAX + work.total - work.assignments.length;
  const words = workWords(work);
  return (
    <span
      role="img"
      aria-label={`Assigned to ${words.join("; ")}`}
      title={words.join("\n")}
      className={cn("inline-flex shrink-0 items-center -space-x-0.5", className)}
    >
      {people.slice(0, SHOWN_MAX).map(({ userId, name }) => (
        <Face key={userId} name={name} colour={colourOfPerson(userId)} className="size-5 text-[9px]" />
      ))}
      {unseen > 0 ? <span className="figures pl-1.5 text-xs text-ink-3">+{unseen}</span> : null}
    </span>
  );
}

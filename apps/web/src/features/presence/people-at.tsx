"use client";
import { cn } from "../../ui/cn.ts";
import { Face } from "../labels/presence/avatars.tsx";
import { useTeammatesAt } from "./use-open-episodes.ts";

/** More faces than this are counted. */
const SHOWN_MAX = 3;

/** Small faces of those who have this episode open now; nothing where nobody has. */
export function PeopleAt({ sessionId, className }: { sessionId: string; className?: string }) {
  const people = useTeammatesAt(sessionId);
  if (people.length === 0) return null;
  const names = people.map(({ name }) => name).join(", ");
  return (
    <span
      role="img"
      aria-label={`Open at ${names}`}
      title={`${names} ${people.length === 1 ? "has" : "have"} this open`}
      data-people-at={sessionId}
      className={cn("inline-flex shrink-0 items-center -space-x-1.5", className)}
    >
      {people.slice(0, SHOWN_MAX).map((person) => (
        <Face key={person.id} {...person} className="size-5 text-[9px]" />
      ))}
      {people.length > SHOWN_MAX ? (
        <span className="figures pl-2 text-ink-3">+{people.length - SHOWN_MAX}</span>
      ) : null}
    </span>
  );
}

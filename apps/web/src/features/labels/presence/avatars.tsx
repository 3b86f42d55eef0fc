"use client";
import { Eye } from "lucide-react";
import { cn } from "../../../ui/cn.ts";
import { Tooltip } from "../../../ui/tooltip.tsx";
import { useLabels, useStore } from "../session/labels-context.tsx";
import type { Following } from "./use-follow.ts";

/** More faces than this are counted. */
const SHOWN_MAX = 4;

/** Also of a letter that takes two code units. */
function firstLetter(word: string): string {
  const code = word.codePointAt(0);
  return code === undefined ? "" : String.fromCodePoint(code);
}

/** `Ada Lovelace` → `AL`. */
export function initialsOf(name: string): string {
  const [first = "?", ...rest] = name.trim().split(/\s+/);
  return `${firstLetter(first)}${firstLetter(rest.at(-1) ?? "")}`.toUpperCase();
}

interface FaceProps {
  name: string;
  colour: string;
  className?: string;
}

export function Face({ name, colour, className }: FaceProps) {
  return (
    <span
      aria-hidden
      style={{ borderColor: colour }}
      className={cn(
        "inline-flex size-6 shrink-0 items-center justify-center rounded-full border-2 bg-panel text-[10px] leading-none font-semibold text-ink",
        className,
      )}
    >
      {initialsOf(name)}
    </span>
  );
}

/** Who else is in this episode; pressing one follows their playhead. */
export function Avatars({ following }: { following: Following }) {
  const { presence } = useLabels();
  const people = useStore(presence.people);
  if (people.length === 0) return null;
  const { leader, follow } = following;
  const led = people.find(({ id }) => id === leader);
  return (
    <div role="group" aria-label="People here" className="flex shrink-0 items-center gap-1">
      <div className="flex items-center -space-x-1">
        {people.slice(0, SHOWN_MAX).map((person) => (
          <Tooltip
            key={person.id}
            label={`${person.name}${person.typing ? ", writing a comment" : ""}: ${person.id === leader ? "stop following" : "follow"}`}
            keys="g"
          >
            <button
              type="button"
              aria-label={`Follow ${person.name}`}
              aria-pressed={person.id === leader}
              data-person={person.name}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => follow(person.id === leader ? null : person.id)}
              className="relative rounded-full"
            >
              <Face {...person} className={person.id === leader ? "ring-2 ring-accent" : ""} />
              {person.typing ? (
                <span className="absolute -right-0.5 -bottom-0.5 size-2 rounded-full bg-attention-fill" />
              ) : null}
            </button>
          </Tooltip>
        ))}
      </div>
      {people.length > SHOWN_MAX ? (
        <span className="figures text-ink-3" title={people.map(({ name }) => name).join("\n")}>
          +{people.length - SHOWN_MAX}
        </span>
      ) : null}
      {led === undefined ? null : (
        <button
          type="button"
          onClick={() => follow(null)}
          title={`You see what ${led.name} sees. Moving by yourself stops it.`}
          className="inline-flex h-6 max-w-36 items-center gap-1 rounded-full bg-accent-soft px-2 text-xs text-accent"
        >
          <Eye aria-hidden className="size-3.5 shrink-0" />
          <span className="truncate">{led.name}</span>
        </button>
      )}
    </div>
  );
}

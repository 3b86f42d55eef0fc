"use client";
import { cn } from "../../ui/cn.ts";
import type { Suggestion, SuggestionGroup } from "./use-suggestions.tsx";

interface SuggestionListProps {
  id: string;
  groups: readonly SuggestionGroup[];
  /** Id of the one that Enter takes. */
  active: string | null;
  onTake: (suggestion: Suggestion) => void;
}

/** The element id of a suggestion, for `aria-activedescendant`. */
export function optionId(
  listId: string,
  groups: readonly SuggestionGroup[],
  id: string | null,
): string | undefined {
  const at = groups.flatMap(({ suggestions }) => suggestions).findIndex((one) => one.id === id);
  return at === -1 ? undefined : `${listId}-${at}`;
}

export function SuggestionList({ id, groups, active, onTake }: SuggestionListProps) {
  return (
    <div
      id={id}
      role="listbox"
      aria-label="Suggestions"
      className={cn("max-h-[50dvh] overflow-y-auto", groups.length > 0 && "border-t p-1")}
    >
      {groups.map(({ heading, suggestions }) => (
        <div key={heading} role="group" aria-label={heading}>
          <div aria-hidden className="px-2 pt-2 pb-1 text-xs text-ink-3">
            {heading}
          </div>
          {suggestions.map((suggestion) => (
            <div
              key={suggestion.id}
              id={optionId(id, groups, suggestion.id)}
              role="option"
              aria-selected={suggestion.id === active}
              // The caret stays in the box.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => onTake(suggestion)}
              className={cn(
                "flex h-8 cursor-default items-center gap-2.5 rounded-sm px-2 text-sm hover:bg-hover max-md:h-11 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-ink-3",
                suggestion.id === active && "bg-hover",
              )}
            >
              {suggestion.icon}
              <span className="min-w-0 truncate">{suggestion.title}</span>
              {suggestion.detail === null ? null : (
                <span className="ml-auto max-w-[45%] shrink-0 truncate pl-3 text-xs text-ink-3">
                  {suggestion.detail}
                </span>
              )}
            </div>
          ))}
        </div>
      ))}
    </div>
  );
}

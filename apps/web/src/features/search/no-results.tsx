"use client";
import { SearchX } from "lucide-react";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import type { ResultFacts } from "../episodes/load-page.ts";
import type { Ask } from "./ask.ts";
import { withoutRange } from "./chip-text.ts";
import { useSearchTarget } from "./use-search-target.ts";

/** Nothing was found: which filters could be taken away. */
export function NoResults({ ask, facts }: { ask: Ask; facts: ResultFacts }) {
  const { run } = useSearchTarget();
  const chips =
    ask.kind === "query" ? facts.chips.filter(({ kind }) => kind !== "sort" && kind !== "limit") : [];
  const isLike = ask.kind === "like";
  return (
    <EmptyState
      icon={<SearchX aria-hidden />}
      title={isLike ? "Nothing to compare with" : "No episode matches"}
      action={
        <div className="flex max-w-lg flex-wrap justify-center gap-2">
          {chips.map((chip) => (
            <Button
              key={chip.id}
              className="max-w-full"
              onClick={() => run(ask.kind === "query" ? withoutRange(ask.query, chip) : "")}
            >
              <span className="truncate">Without “{chip.label}”</span>
            </Button>
          ))}
          <Button onClick={() => run("")}>Clear the search</Button>
        </div>
      }
    >
      {facts.problem ??
        (chips.length > 0 ? "Take a filter away, or use fewer words." : "Try fewer or other words.")}
    </EmptyState>
  );
}

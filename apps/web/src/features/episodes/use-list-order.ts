"use client";
import { isWorded, sortOf, withSort } from "../search/sort-words.ts";
import { useSearchTarget } from "../search/use-search-target.ts";
import type { Sort } from "./list-params.ts";
import type { ResultFacts } from "./load-page.ts";
import type { ListState } from "./use-list-params.ts";

export interface ListOrder {
  /** Null: by relevance. */
  sort: Sort | null;
  /** The order the list has by itself. */
  ownSort: Sort | null;
  canSort: (sort: Sort) => boolean;
  onSort: (sort: Sort | null) => void;
}

/** The order of the list as its heads show and change it. That of results is a part of the query's words. */
export function useListOrder({ params, ask, set }: ListState, facts: ResultFacts | null): ListOrder {
  const { run } = useSearchTarget();
  if (ask === null) {
    return {
      sort: params.sort,
      ownSort: "newest",
      canSort: () => true,
      onSort: (sort) => set({ sort: sort ?? "newest" }),
    };
  }
  if (ask.kind === "like") {
    return { sort: null, ownSort: null, canSort: () => false, onSort: () => undefined };
  }
  const chips = facts?.chips ?? [];
  return {
    sort: sortOf(chips),
    ownSort: null,
    canSort: isWorded,
    onSort: (sort) => {
      if (sort === null || isWorded(sort)) run(withSort(ask.query, chips, sort));
    },
  };
}

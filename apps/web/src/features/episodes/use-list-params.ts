"use client";
import { useQueryStates } from "nuqs";
import { useMemo } from "react";
import { askOf } from "../search/ask.ts";
import { FILTER_NAMES, filterOf, listParsers, type ListParams } from "./list-params.ts";

/** The list's state, which lives in the address: links and the back button restore it. */
export function useListParams() {
  const [params, setParams] = useQueryStates(listParsers, { clearOnDefault: true });
  // Words that are searched for are no filter of their own.
  const filter = useMemo(() => filterOf({ ...params, q: null }), [params]);
  const { q, like, by } = params;
  const ask = useMemo(() => askOf({ q, like, by }), [q, like, by]);
  return useMemo(
    () => ({
      params,
      filter,
      ask,
      set: (change: Partial<ListParams>): void => void setParams(change),
      clearFilters: (): void =>
        void setParams(Object.fromEntries([...FILTER_NAMES, "like" as const].map((name) => [name, null]))),
    }),
    [params, filter, ask, setParams],
  );
}

export type ListState = ReturnType<typeof useListParams>;

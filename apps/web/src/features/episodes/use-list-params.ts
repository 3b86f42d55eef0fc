"use client";
import { useQueryStates } from "nuqs";
import { useMemo } from "react";
import { FILTER_NAMES, filterOf, listParsers, type ListParams } from "./list-params.ts";

/** The list's state, which lives in the address: links and the back button restore it. */
export function useListParams() {
  const [params, setParams] = useQueryStates(listParsers, { clearOnDefault: true });
  const filter = useMemo(() => filterOf(params), [params]);
  return useMemo(
    () => ({
      params,
      filter,
      set: (change: Partial<ListParams>): void => void setParams(change),
      clearFilters: (): void => void setParams(Object.fromEntries(FILTER_NAMES.map((name) => [name, null]))),
    }),
    [params, filter, setParams],
  );
}

export type ListState = ReturnType<typeof useListParams>;

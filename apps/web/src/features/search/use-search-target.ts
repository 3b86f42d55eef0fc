"use client";
import { usePathname, useRouter } from "next/navigation";
import { parseAsString, useQueryState } from "nuqs";
import { useWorkspace } from "../frame/workspace-context.tsx";
import { FILTER_NAMES } from "../episodes/list-params.ts";
import { rememberQuery } from "./recent-searches.ts";

export interface SearchTarget {
  /** What the screen shows the results of; empty where it shows none. */
  q: string;
  /** Shows the results of a query; an empty one shows everything. */
  run: (query: string) => void;
  /** Takes away the last of the list's filters. @returns what brings it back; null where there is none */
  dropFilter: () => (() => void) | null;
}

/** The filters of the list, in the order of their chips; both ends of a time are one. */
const DROPPED = FILTER_NAMES.filter((name) => name !== "q" && name !== "to");

/** Where a search goes: the map lights its hits in place, any other screen gives way to the list. */
export function useSearchTarget(): SearchTarget {
  const { workspace } = useWorkspace();
  const pathname = usePathname();
  const router = useRouter();
  const [q] = useQueryState("q", parseAsString.withDefault(""));
  const root = `/w/${encodeURIComponent(workspace.slug)}`;
  const isShownHere = pathname === `${root}/episodes` || pathname === `${root}/map`;
  const show = (params: URLSearchParams): void => {
    const search = params.toString();
    router.push(`${isShownHere ? pathname : `${root}/episodes`}${search === "" ? "" : `?${search}`}`);
  };
  return {
    q: isShownHere ? q : "",
    run: (query) => {
      const words = query.trim();
      if (words !== "") rememberQuery(workspace.slug, words);
      if (isShownHere && words === q.trim()) return;
      const params = new URLSearchParams(isShownHere ? location.search : "");
      // An order and a tab belong to the results of before.
      for (const name of ["q", "sort", "like", "by", "show"]) params.delete(name);
      if (words !== "") params.set("q", words);
      show(params);
    },
    dropFilter: () => {
      if (pathname !== `${root}/episodes`) return null;
      const before = new URLSearchParams(location.search);
      const after = new URLSearchParams(before);
      const last = DROPPED.findLast((name) => after.has(name) || (name === "from" && after.has("to")));
      if (last === undefined) return null;
      after.delete(last);
      if (last === "from") after.delete("to");
      show(after);
      return () => show(before);
    },
  };
}

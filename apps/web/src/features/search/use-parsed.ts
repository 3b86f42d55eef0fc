"use client";
import type { SearchChip } from "@retake/trpc/schemas";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useTRPC } from "../../trpc/use-trpc.ts";
import { carryChips } from "./chip-text.ts";
import { useDebounced } from "./use-debounced.ts";

const PARSE_AFTER_MS = 120;
interface Known {
  /** The answer it is from. */
  of: unknown;
  text: string;
  chips: readonly SearchChip[];
}

const NOTHING: Known = { of: null, text: "", chips: [] };

/** The filters that the server recognises in a query; while one types, those of before that the edit left alone. */
export function useParsed(workspace: string, text: string): SearchChip[] {
  const trpc = useTRPC();
  const asked = useDebounced(text, PARSE_AFTER_MS);
  const { data } = useQuery({
    ...trpc.search.parse.queryOptions({ workspace, query: asked }),
    enabled: asked.trim() !== "",
    staleTime: 60_000,
  });
  const [known, setKnown] = useState(NOTHING);
  // While rendering: chips of an older text would stand a frame long at the wrong words.
  if (data !== undefined && known.of !== data) setKnown({ of: data, text: asked, chips: data.chips });
  return useMemo(() => carryChips(known.chips, known.text, text), [known, text]);
}

"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ArrowUpDown, LayoutGrid, Rows3 } from "lucide-react";
import { useTRPC, type Outputs } from "../../trpc/use-trpc.ts";
import { Button } from "../../ui/button.tsx";
import { countOf } from "../../ui/figures.ts";
import { robotName } from "../../ui/robot-name.ts";
import { Select } from "../../ui/select.tsx";
import { Tooltip } from "../../ui/tooltip.tsx";
import { SORT_OPTIONS } from "./columns.ts";
import type { ListOrder } from "./use-list-order.ts";
import { ChosenChip } from "./chosen-chip.tsx";
import { DateMenu } from "./date-menu.tsx";
import { FacetMenu, type FacetOption } from "./facet-menu.tsx";
import { hasFilter, type ListParams, type Sort } from "./list-params.ts";
import type { ListState } from "./use-list-params.ts";

interface FilterBarProps {
  workspace: string;
  list: ListState;
  order: ListOrder;
  total: number | null;
  /** Heads to sort by are on screen already. */
  hasHeads: boolean;
}

type Facets = Omit<Outputs["episodes"]["facets"], "of">;
type FacetName = "dataset" | "robot" | "task" | "outcome" | "label" | "status" | "source";

const FACETS: readonly { name: FacetName; title: string; key: keyof Facets }[] = [
  { name: "dataset", title: "Dataset", key: "datasets" },
  { name: "task", title: "Task", key: "tasks" },
  { name: "robot", title: "Robot", key: "robots" },
  { name: "outcome", title: "Outcome", key: "outcomes" },
  { name: "label", title: "Tag", key: "tags" },
  { name: "status", title: "Status", key: "statuses" },
  { name: "source", title: "Source", key: "sources" },
];

/** Results as they came; no order of the list's own. */
const BY_RELEVANCE = "relevance" as const;

/** Values that the server names for machines. Tasks and tags are people's own words: never changed. */
const VALUE_WORDS: Partial<Record<keyof Facets, Record<string, string>>> = {
  outcomes: { none: "no outcome" },
  sources: { import: "imported", live: "recorded live" },
};

function labelOf(key: keyof Facets, value: string): string {
  return key === "robots" ? robotName(value) : (VALUE_WORDS[key]?.[value] ?? value);
}

function optionsOf(facets: Facets | undefined, key: keyof Facets): FacetOption[] {
  return (facets?.[key] ?? []).map((option) => ({
    ...option,
    label: "label" in option ? String(option.label) : labelOf(key, option.value),
  }));
}

/** What narrows the list down, as chips with counts; how many are left; and how they are shown. */
export function FilterBar({ workspace, list, order, total, hasHeads }: FilterBarProps) {
  const trpc = useTRPC();
  const { params } = list;
  const facets = useQuery({
    ...trpc.episodes.facets.queryOptions({
      workspace,
      ...list.filter,
      ...(list.ask?.kind === "query" ? { query: list.ask.query } : {}),
    }),
    placeholderData: keepPreviousData,
  });
  const shown = FACETS.map((facet) => ({ ...facet, options: optionsOf(facets.data, facet.key) })).filter(
    (facet) => params[facet.name] !== null || facet.options.length > 1,
  );
  // What is like other episodes comes as it is.
  const isFiltered = list.ask?.kind !== "like";
  const options: { value: Sort | typeof BY_RELEVANCE; label: string }[] = [
    ...(order.ownSort === null ? [{ value: BY_RELEVANCE, label: "Best match first" }] : []),
    ...SORT_OPTIONS.filter(({ value }) => order.canSort(value)),
  ];
  return (
    <div className="flex h-10 shrink-0 items-center gap-2 border-b px-3 pointer-coarse:h-13">
      <div
        role="group"
        aria-label="Filters"
        className="-mx-1 flex min-w-0 flex-1 items-center gap-1.5 overflow-x-auto px-1 py-1 [scrollbar-width:none]"
      >
        {(isFiltered ? shown : []).map((facet) => (
          <FacetMenu
            key={facet.name}
            title={facet.title}
            value={params[facet.name]}
            options={facet.options}
            of={facets.data?.of ?? null}
            onChange={(value) => list.set({ [facet.name]: value } as Partial<ListParams>)}
          />
        ))}
        <ChosenChip list={list} />
        {isFiltered ? <DateMenu from={params.from} to={params.to} onChange={list.set} /> : null}
        {hasFilter(params) ? (
          <Button variant="quiet" size="sm" onClick={list.clearFilters}>
            Clear all
          </Button>
        ) : null}
      </div>
      <span role="status" className="shrink-0 text-xs text-ink-3 max-sm:hidden">
        {total === null ? "" : countOf(total, "episode")}
      </span>
      {hasHeads || options.length < 2 ? null : (
        <Select
          label="Order"
          value={order.sort ?? BY_RELEVANCE}
          options={options}
          onChange={(sort) => order.onSort(sort === BY_RELEVANCE ? null : sort)}
          icon={<ArrowUpDown aria-hidden />}
          className="h-7 shrink-0 px-1.5 text-xs sm:px-2.5"
        />
      )}
      <ViewToggle list={list} />
    </div>
  );
}

function ViewToggle({ list }: { list: ListState }) {
  const isGrid = list.params.view === "grid";
  const words = isGrid ? "Show as a table" : "Show as posters";
  return (
    <Tooltip label={words} keys="v">
      <Button
        variant="quiet"
        size="iconSm"
        aria-label={words}
        onClick={() => list.set({ view: isGrid ? "table" : "grid" })}
      >
        {isGrid ? <Rows3 aria-hidden /> : <LayoutGrid aria-hidden />}
      </Button>
    </Tooltip>
  );
}

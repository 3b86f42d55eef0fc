"use client";
import { ArrowDown, ArrowUp } from "lucide-react";
import { Checkbox } from "../../ui/checkbox.tsx";
import { cn } from "../../ui/cn.ts";
import { COLUMN_NAMES, COLUMNS, type Column } from "./columns.ts";
import { nextSort, type Sort } from "./list-params.ts";

interface TableHeadProps {
  /** Null: by relevance. */
  sort: Sort | null;
  /** The order the list has by itself. */
  ownSort: Sort | null;
  canSort: (sort: Sort) => boolean;
  onSort: (sort: Sort | null) => void;
  /** True, false, or some of them. */
  allSelected: boolean | "indeterminate";
  onToggleAll: () => void;
}

export function TableHead({ allSelected, onToggleAll, ...order }: TableHeadProps) {
  return (
    <div role="rowgroup" className="sticky top-0 z-10 border-b bg-ground">
      <div role="row" aria-rowindex={1} className="flex h-8 items-center gap-3 px-3 text-xs text-ink-3">
        <div role="columnheader" className="flex w-24 shrink-0 items-center">
          <Checkbox
            checked={allSelected}
            onCheckedChange={onToggleAll}
            aria-label={allSelected === false ? "Select all that match" : "Clear the selection"}
          />
        </div>
        {COLUMN_NAMES.map((name) => (
          <ColumnHead key={name} column={COLUMNS[name]} {...order} />
        ))}
      </div>
    </div>
  );
}

type ColumnHeadProps = Omit<TableHeadProps, "allSelected" | "onToggleAll"> & { column: Column };

function ColumnHead({ column, sort, ownSort, canSort, onSort }: ColumnHeadProps) {
  const orders = column.sort;
  const className = cn("flex items-center", column.className, column.align === "right" && "justify-end");
  if (orders === undefined || !canSort(orders.first)) {
    return (
      <div role="columnheader" className={className}>
        <span className="truncate">{column.title}</span>
      </div>
    );
  }
  const isSorted = sort !== null && (sort === orders.first || sort === orders.second);
  const isDescending = sort?.startsWith("-") === true || sort === "newest";
  const Arrow = isDescending ? ArrowDown : ArrowUp;
  return (
    <div
      role="columnheader"
      aria-sort={isSorted ? (isDescending ? "descending" : "ascending") : "none"}
      className={className}
    >
      <button
        type="button"
        onClick={() => onSort(nextSort(sort, orders.first, orders.second, ownSort))}
        className={cn(
          "-mx-1 flex h-6 items-center gap-1 rounded-sm px-1 hover:text-ink",
          isSorted && "text-ink",
        )}
      >
        {column.title}
        {isSorted ? <Arrow className="size-3" aria-hidden /> : null}
      </button>
    </div>
  );
}

"use client";
import { Check, ChevronDown, Database, Minus, ScanSearch, Tag, UserPlus, X } from "lucide-react";
import { Button } from "../../ui/button.tsx";
import { countOf, formatCount } from "../../ui/figures.ts";
import { Menu, MenuItem } from "../../ui/menu.tsx";
import type { BulkChange } from "./bulk-change.ts";
import type { SelectionState } from "./use-selection.ts";

interface SelectionBarProps {
  selection: Pick<SelectionState, "chosen" | "fetching" | "selectMatching" | "clear">;
  total: number;
  isBusy: boolean;
  canEdit: boolean;
  onChange: (change: BulkChange) => void;
  onTag: (kind: "addTag" | "removeTag") => void;
  onPick: () => void;
  /** Takes them out of the picked dataset that is on screen. */
  onTakeOut?: (() => void) | undefined;
  /** Null for people who may not assign. */
  onAssign: (() => void) | null;
  /** Lists episodes like the chosen ones. */
  onSimilar?: () => void;
}

/** What can be done with the chosen episodes; slides in from below when there are any. */
export function SelectionBar({
  selection,
  total,
  isBusy,
  canEdit,
  onChange,
  onTag,
  onPick,
  onTakeOut,
  onAssign,
  onSimilar,
}: SelectionBarProps) {
  const count = selection.chosen.size;
  const { fetching } = selection;
  if (count === 0 && fetching === null) return null;
  return (
    <div
      role="region"
      aria-label="Selection"
      className="absolute inset-x-2 bottom-2 z-20 mx-auto flex w-fit max-w-[calc(100%-16px)] animate-[rise_120ms_ease-out] flex-wrap items-center gap-1 rounded bg-raised p-1.5 pl-3 shadow-float"
    >
      <span role="status" className="figures mr-2 whitespace-nowrap">
        {fetching === null
          ? `${formatCount(count)} selected`
          : `Selecting ${formatCount(fetching.done)} of ${formatCount(fetching.total)}`}
      </span>
      {fetching === null && count < Math.min(total, 10_000) ? (
        <Button variant="quiet" size="sm" onClick={selection.selectMatching}>
          Select {total > 10_000 ? "the first 10,000" : `all ${countOf(total, "episode")}`}
        </Button>
      ) : null}
      {canEdit ? (
        <>
          <Menu
            side="top"
            trigger={
              <Button variant="quiet" size="sm" disabled={isBusy}>
                Outcome
                <ChevronDown aria-hidden />
              </Button>
            }
          >
            <MenuItem onSelect={() => onChange({ kind: "outcome", outcome: "success" })}>
              <Check className="!text-success" aria-hidden />
              success
            </MenuItem>
            <MenuItem onSelect={() => onChange({ kind: "outcome", outcome: "failure" })}>
              <X className="!text-failure" aria-hidden />
              failure
            </MenuItem>
            <MenuItem onSelect={() => onChange({ kind: "outcome", outcome: null })}>
              <Minus aria-hidden />
              no outcome
            </MenuItem>
          </Menu>
          <Button variant="quiet" size="sm" disabled={isBusy} onClick={() => onTag("addTag")}>
            <Tag aria-hidden />
            Add a tag
          </Button>
          <Button variant="quiet" size="sm" disabled={isBusy} onClick={() => onTag("removeTag")}>
            Remove a tag
          </Button>
          <Button variant="quiet" size="sm" disabled={isBusy} onClick={onPick}>
            <Database aria-hidden />
            Add to dataset
          </Button>
          {onTakeOut === undefined ? null : (
            <Button variant="quiet" size="sm" disabled={isBusy} onClick={onTakeOut}>
              Take out of dataset
            </Button>
          )}
        </>
      ) : null}
      {onAssign === null ? null : (
        <Button variant="quiet" size="sm" onClick={onAssign}>
          <UserPlus aria-hidden />
          Assign
        </Button>
      )}
      {onSimilar === undefined ? null : (
        <Button variant="quiet" size="sm" onClick={onSimilar}>
          <ScanSearch aria-hidden />
          Find similar
        </Button>
      )}
      <Button variant="quiet" size="iconSm" aria-label="Clear the selection" onClick={selection.clear}>
        <X aria-hidden />
      </Button>
    </div>
  );
}

"use client";
import { useMemo } from "react";
import { cn } from "../../../ui/cn.ts";
import { formatCount } from "../../../ui/figures.ts";
import { countRows, type LegendRow } from "../model/colouring.ts";
import { SplitName } from "./split-name.tsx";
import type { MapScreenState } from "../state/use-map-screen.ts";

/** What the colours mean, how many points have each, and which are shown: a press leaves only one, the next brings others back. */
export function MapLegend({ screen }: { screen: MapScreenState }) {
  const { map, points, selection, until, params, address } = screen;
  const { colouring, isShown } = points;
  const isChosen = selection.isChosen;
  const counts = useMemo(() => {
    if (map === undefined || colouring === null) return null;
    const last = until ?? map.count;
    return {
      all: countRows(colouring, map.count, (i) => i < last),
      chosen: isChosen === null ? null : countRows(colouring, map.count, (i) => isChosen[i] === 1),
    };
  }, [map, colouring, until, isChosen]);
  if (colouring === null || counts === null || colouring.rows.length === 0) return null;

  const press = (row: LegendRow): void => {
    const shown = new Set(params.only ?? []);
    if (isShown === null) shown.clear();
    if (!shown.delete(row.key)) shown.add(row.key);
    address.set({ only: shown.size === 0 || shown.size === colouring.rows.length ? null : [...shown] });
  };
  return (
    <section aria-label="Legend" className="flex min-h-0 flex-col">
      <div className="flex h-7 shrink-0 items-center justify-between gap-2 px-2 text-xs text-ink-3">
        <span>{counts.chosen === null ? "Episodes" : "Selected of all"}</span>
        {isShown === null ? null : (
          <button
            type="button"
            className="text-accent hover:underline"
            onClick={() => address.set({ only: null })}
          >
            Show all
          </button>
        )}
      </div>
      <ul className="min-h-0 overflow-y-auto pb-1">
        {colouring.rows.map((row, i) => (
          <li key={row.key}>
            <LegendItem
              row={row}
              isOn={isShown === null || isShown[i] === 1}
              count={counts.all[i] ?? 0}
              chosen={counts.chosen === null ? null : (counts.chosen[i] ?? 0)}
              onPress={() => press(row)}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}

interface LegendItemProps {
  row: LegendRow;
  isOn: boolean;
  count: number;
  chosen: number | null;
  onPress: () => void;
}

function LegendItem({ row, isOn, count, chosen, onPress }: LegendItemProps) {
  return (
    <button
      type="button"
      aria-pressed={isOn}
      title={row.label}
      onClick={onPress}
      className={cn(
        "flex min-h-7 w-full items-center gap-2 px-2 text-left text-xs hover:bg-hover",
        !isOn && "text-ink-3",
      )}
    >
      <span
        style={isOn ? { backgroundColor: row.colour } : { boxShadow: `inset 0 0 0 1.5px ${row.colour}` }}
        className={cn("size-2.5 shrink-0", row.isDiamond ? "rotate-45" : "rounded-full")}
        aria-hidden
      />
      <span className="flex min-w-0 flex-1">
        <SplitName name={row.label} />
      </span>
      <span className="figures shrink-0 text-ink-3">
        {chosen === null ? formatCount(count) : `${formatCount(chosen)} of ${formatCount(count)}`}
      </span>
    </button>
  );
}

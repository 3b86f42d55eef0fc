"use client";
import type { MapKind } from "@retake/trpc/map-data";
import { BoxSelect, Download, Lasso, Maximize } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "../../../ui/button.tsx";
import { cn } from "../../../ui/cn.ts";
import { Menu, MenuItem } from "../../../ui/menu.tsx";
import { Select } from "../../../ui/select.tsx";
import { Tooltip } from "../../../ui/tooltip.tsx";
import { SIZE_BY } from "../state/use-map-params.ts";
import type { MapScreenState } from "../state/use-map-screen.ts";

const KINDS: readonly { value: MapKind; label: string; title: string }[] = [
  { value: "motion", label: "Motion", title: "Near each other: what moves alike" },
  { value: "text", label: "Text", title: "Near each other: what is described alike" },
  { value: "visual", label: "Pictures", title: "Near each other: what looks alike" },
];

const SIZE_WORDS: Record<(typeof SIZE_BY)[number], string> = {
  same: "All one size",
  duration: "Size by duration",
  frames: "Size by frames",
  reward: "Size by reward",
  rating: "Size by rating",
};

interface MapToolbarProps {
  screen: MapScreenState;
  onSavePicture: () => void;
  onSaveTable: () => void;
}

/** What the map is made of, how large points are, and what the pointer does. */
export function MapToolbar({ screen, onSavePicture, onSaveTable }: MapToolbarProps) {
  const { params, address, tool, setTool, view, map } = screen;
  return (
    <div className="flex min-h-10 shrink-0 flex-wrap items-center gap-x-2 gap-y-1 border-b px-3 py-1">
      <div
        role="radiogroup"
        aria-label="Map of"
        className="flex shrink-0 rounded border border-line-strong p-px"
      >
        {KINDS.map(({ value, label, title }) => (
          <button
            key={value}
            type="button"
            role="radio"
            aria-checked={params.kind === value}
            title={title}
            onClick={() => address.set({ kind: value, at: null, area: null })}
            className={cn(
              "h-6.5 rounded-sm px-2.5 text-xs pointer-coarse:h-10",
              params.kind === value ? "bg-accent-soft font-medium text-accent" : "text-ink-2 hover:bg-hover",
            )}
          >
            {label}
          </button>
        ))}
      </div>
      <span className="flex-1" />
      <Select
        label="Size"
        value={params.size}
        options={SIZE_BY.map((value) => ({ value, label: SIZE_WORDS[value] }))}
        onChange={(size) => address.set({ size })}
        className="h-7 px-2 text-xs max-sm:hidden"
      />
      <div className="flex shrink-0">
        <ToolButton
          label="Lasso"
          keys="l"
          isOn={tool === "lasso"}
          onPress={() => setTool(tool === "lasso" ? "move" : "lasso")}
        >
          <Lasso aria-hidden />
        </ToolButton>
        <ToolButton
          label="Box"
          keys="b"
          isOn={tool === "box"}
          onPress={() => setTool(tool === "box" ? "move" : "box")}
        >
          <BoxSelect aria-hidden />
        </ToolButton>
        <Tooltip label="Show all" keys="0">
          <Button variant="quiet" size="iconSm" aria-label="Show all of the map" onClick={view.showAll}>
            <Maximize aria-hidden />
          </Button>
        </Tooltip>
        <Menu
          align="end"
          trigger={
            <Button
              variant="quiet"
              size="iconSm"
              aria-label="Export"
              disabled={map === undefined || map.count === 0}
            >
              <Download aria-hidden />
            </Button>
          }
        >
          <MenuItem onSelect={onSavePicture}>Picture (PNG)</MenuItem>
          <MenuItem onSelect={onSaveTable}>Table of episodes (CSV)</MenuItem>
        </Menu>
      </div>
    </div>
  );
}

interface ToolButtonProps {
  label: string;
  keys: string;
  isOn: boolean;
  onPress: () => void;
  children: ReactNode;
}

function ToolButton({ label, keys, isOn, onPress, children }: ToolButtonProps) {
  return (
    <Tooltip label={label} keys={keys}>
      <Button
        variant="quiet"
        size="iconSm"
        aria-label={label}
        aria-pressed={isOn}
        onClick={onPress}
        className={cn(isOn && "bg-accent-soft text-accent")}
      >
        {children}
      </Button>
    </Tooltip>
  );
}

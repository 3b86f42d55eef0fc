"use client";
import { classesOf, type LabelClass } from "@retake/collab/label-schema";
import { cn } from "../../../ui/cn.ts";
import { categorical } from "../../../ui/palette.ts";
import { Tooltip } from "../../../ui/tooltip.tsx";
import { useLabels, useSchema, useStore, useTool } from "../session/labels-context.tsx";
import { activeLane, chooseLabel, markIn, markOut } from "../session/marks.ts";
import { selectedOf } from "../session/selection.ts";
import { SuggestBar } from "../suggest/suggest-bar.tsx";

/** In, out and the classes of the lane in hand: what the keys do, for a mouse or a finger. */
export function ClassBar() {
  const session = useLabels();
  const schema = useSchema();
  useTool((state) => state.lane);
  useStore(session.tool);
  const lane = activeLane(session);
  const old = selectedOf(session);
  const { from, to, label } = session.tool.get();
  const choose = (id: string): void =>
    chooseLabel(session, id, { old, lane, isMarked: from !== null && to !== null });
  const current = old?.label ?? label;
  return (
    <div
      role="toolbar"
      aria-label="Label"
      className="flex min-h-8 items-center gap-1 border-t px-2 max-md:flex-wrap"
    >
      {lane?.kind === "instants" ? null : (
        <>
          <BarButton label="In" keys="[" isOn={from !== null} onPress={() => markIn(session)} />
          <BarButton label="Out" keys="]" isOn={to !== null} onPress={() => markOut(session)} />
        </>
      )}
      <div className="flex min-w-0 flex-1 items-center gap-0.5 overflow-x-auto [scrollbar-width:none] max-md:order-last max-md:basis-full">
        {classesOf(schema, lane?.id ?? "").map((one) => (
          <ClassChip key={one.id} one={one} isOn={one.id === current} onChoose={() => choose(one.id)} />
        ))}
      </div>
      <SuggestBar />
    </div>
  );
}

function ClassChip({ one, isOn, onChoose }: { one: LabelClass; isOn: boolean; onChoose: () => void }) {
  return (
    <button
      type="button"
      aria-pressed={isOn}
      data-class-chip={one.id}
      onMouseDown={(event) => event.preventDefault()}
      onClick={onChoose}
      className={cn(
        "flex h-6 shrink-0 items-center gap-1.5 rounded px-1.5 text-xs hover:bg-hover max-md:h-9 pointer-coarse:h-10 pointer-coarse:min-w-10",
        isOn ? "bg-accent-soft text-accent" : "text-ink-2",
      )}
    >
      <span
        aria-hidden
        className="size-2.5 rounded-full"
        style={{ backgroundColor: categorical(one.colour) }}
      />
      {one.name}
      {one.hotkey === null ? null : <span className="figures text-ink-3 max-md:hidden">{one.hotkey}</span>}
    </button>
  );
}

interface BarButtonProps {
  label: string;
  keys: string;
  isOn: boolean;
  onPress: () => void;
}

function BarButton({ label, keys, isOn, onPress }: BarButtonProps) {
  return (
    <Tooltip label={`Mark ${label.toLowerCase()}`} keys={keys} side="top">
      <button
        type="button"
        aria-label={`Mark ${label.toLowerCase()}`}
        aria-pressed={isOn}
        onMouseDown={(event) => event.preventDefault()}
        onClick={onPress}
        className={cn(
          "flex h-6 shrink-0 items-center gap-1 rounded border px-1.5 text-xs hover:bg-hover max-md:h-9 max-md:px-3 pointer-coarse:h-10",
          isOn ? "border-accent text-accent" : "text-ink-2",
        )}
      >
        <span className="figures text-ink-3">{keys}</span>
        {label}
      </button>
    </Tooltip>
  );
}

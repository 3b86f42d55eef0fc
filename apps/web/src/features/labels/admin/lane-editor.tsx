"use client";
import { classesOf, type LabelClass, type LabelSchema, type Lane } from "@retake/collab/label-schema";
import { Trash2 } from "lucide-react";
import { Button } from "../../../ui/button.tsx";
import { Checkbox } from "../../../ui/checkbox.tsx";
import { Input } from "../../../ui/input.tsx";
import { CATEGORICAL, categorical } from "../../../ui/palette.ts";
import { Popover } from "../../../ui/popover.tsx";
import { Select } from "../../../ui/select.tsx";
import { HOTKEYS, withClass, withLane, withNewClass, withoutClass, withoutLane } from "./edit-schema.ts";
import { NameForm } from "./name-form.tsx";

interface LaneEditorProps {
  lane: Lane;
  schema: LabelSchema;
  /** Null for those who may only look. */
  onChange: ((next: LabelSchema) => void) | null;
}

const KINDS = [
  { value: "segments", label: "Segments" },
  { value: "instants", label: "Events" },
] as const;
const NO_KEY = "none";
const KEYS = [
  { value: NO_KEY, label: "–" },
  ...HOTKEYS.map((key) => ({ value: key as string, label: key as string })),
];

export function LaneEditor({ lane, schema, onChange }: LaneEditorProps) {
  const change = (next: Partial<Lane>): void => onChange?.(withLane(schema, lane.id, next));
  const isSegments = lane.kind === "segments";
  return (
    <section aria-label={`Lane ${lane.name}`} className="flex flex-col gap-2 border-t pt-4">
      <div className="flex flex-wrap items-center gap-3">
        <Input
          aria-label="Name of the lane"
          className="h-8 max-w-48 font-medium"
          value={lane.name}
          disabled={onChange === null}
          onChange={(event) => change({ name: event.target.value })}
        />
        <Select
          label="What it holds"
          value={lane.kind}
          options={KINDS}
          disabled={onChange === null}
          onChange={(kind) =>
            change(kind === "instants" ? { kind, exclusive: false, gapFree: false } : { kind })
          }
        />
        {isSegments ? (
          <>
            <Tick
              label="One at a time"
              title="Segments of this lane never overlap"
              isOn={lane.exclusive}
              onChange={
                onChange === null
                  ? null
                  : (exclusive) => change({ exclusive, gapFree: lane.gapFree && exclusive })
              }
            />
            <Tick
              label="Covers the episode"
              title="Edges that touch move together, and what is not labelled is hatched"
              isOn={lane.gapFree}
              onChange={onChange === null || !lane.exclusive ? null : (gapFree) => change({ gapFree })}
            />
          </>
        ) : null}
        {onChange === null || schema.lanes.length < 2 ? null : (
          <Button
            variant="quiet"
            size="iconSm"
            className="ml-auto"
            aria-label={`Remove the lane ${lane.name}`}
            onClick={() => onChange(withoutLane(schema, lane.id))}
          >
            <Trash2 aria-hidden />
          </Button>
        )}
      </div>
      <ul className="flex flex-col">
        {classesOf(schema, lane.id).map((one) => (
          <ClassLine key={one.id} one={one} schema={schema} onChange={onChange} />
        ))}
      </ul>
      {onChange === null ? null : (
        <NameForm label="New class" onAdd={(name) => onChange(withNewClass(schema, lane.id, name))} />
      )}
    </section>
  );
}

interface TickProps {
  label: string;
  title: string;
  isOn: boolean;
  onChange: ((isOn: boolean) => void) | null;
}

function Tick({ label, title, isOn, onChange }: TickProps) {
  return (
    <label className="flex items-center gap-2 text-xs text-ink-2" title={title}>
      <Checkbox
        aria-label={label}
        checked={isOn}
        disabled={onChange === null}
        onCheckedChange={(next) => onChange?.(next === true)}
      />
      {label}
    </label>
  );
}

function ClassLine({
  one,
  schema,
  onChange,
}: {
  one: LabelClass;
  schema: LabelSchema;
  onChange: LaneEditorProps["onChange"];
}) {
  const change = (next: Partial<LabelClass>): void => onChange?.(withClass(schema, one.id, next));
  return (
    <li data-class-line={one.id} className="flex h-9 items-center gap-2 max-md:h-12 pointer-coarse:h-12">
      <ColourChoice value={one.colour} onChange={onChange === null ? null : (colour) => change({ colour })} />
      <Input
        aria-label="Name of the class"
        className="h-7 max-w-48 text-xs"
        value={one.name}
        disabled={onChange === null}
        onChange={(event) => change({ name: event.target.value })}
      />
      <Select
        label={`Key of ${one.name}`}
        value={one.hotkey ?? NO_KEY}
        options={KEYS}
        disabled={onChange === null}
        onChange={(key) => change({ hotkey: HOTKEYS.find((hotkey) => hotkey === key) ?? null })}
      />
      <span className="figures truncate text-ink-3 max-sm:hidden" title="What it is stored and exported as">
        {one.id}
      </span>
      {onChange === null ? null : (
        <Button
          variant="quiet"
          size="iconSm"
          className="ml-auto"
          aria-label={`Remove the class ${one.name}`}
          onClick={() => onChange(withoutClass(schema, one.id))}
        >
          <Trash2 aria-hidden />
        </Button>
      )}
    </li>
  );
}

function ColourChoice({ value, onChange }: { value: number; onChange: ((colour: number) => void) | null }) {
  const dot = (
    <span aria-hidden className="size-3.5 rounded-full" style={{ backgroundColor: categorical(value) }} />
  );
  if (onChange === null) return dot;
  return (
    <Popover
      label="Colour"
      className="flex w-auto gap-1 p-2"
      trigger={
        <button
          type="button"
          aria-label={`Colour ${value + 1}`}
          className="flex size-7 items-center justify-center rounded hover:bg-hover pointer-coarse:size-10"
        >
          {dot}
        </button>
      }
    >
      {CATEGORICAL.map((colour, index) => (
        <button
          key={colour}
          type="button"
          aria-label={`Colour ${index + 1}`}
          aria-pressed={index === value}
          onClick={() => onChange(index)}
          style={{ backgroundColor: colour }}
          className="size-6 pointer-coarse:size-10 rounded-full aria-pressed:ring-2 aria-pressed:ring-accent"
        />
      ))}
    </Popover>
  );
}

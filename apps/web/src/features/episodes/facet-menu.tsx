"use client";
import { Command } from "cmdk";
import { Check, ChevronDown, X } from "lucide-react";
import { useState } from "react";
import { cn } from "../../ui/cn.ts";
import { formatCount } from "../../ui/figures.ts";
import { Popover } from "../../ui/popover.tsx";

export interface FacetOption {
  value: string;
  label: string;
  count: number;
}

interface FacetMenuProps {
  title: string;
  value: string | null;
  options: readonly FacetOption[];
  /** So many best hits are counted; null: all that match. */
  of: number | null;
  onChange: (value: string | null) => void;
}

const chip = "flex h-7 pointer-coarse:h-10.5 shrink-0 items-center gap-1 rounded border text-xs";

/** One way to narrow the list down: its values with how many episodes each would leave. */
export function FacetMenu({ title, value, options, of, onChange }: FacetMenuProps) {
  const [open, setOpen] = useState(false);
  const label = value === null ? null : (options.find((option) => option.value === value)?.label ?? value);
  const choose = (next: string): void => {
    onChange(next === value ? null : next);
    setOpen(false);
  };
  const trigger = (
    <button
      type="button"
      className={cn(
        "flex h-full min-w-0 items-center gap-1 rounded px-2",
        value === null ? "text-ink-2 hover:bg-hover" : "font-medium text-accent",
      )}
    >
      <span className="shrink-0">
        {title}
        {label === null ? "" : ":"}
      </span>
      {label === null ? (
        <ChevronDown className="size-3.5 shrink-0" aria-hidden />
      ) : (
        <span className="max-w-44 truncate">{label}</span>
      )}
    </button>
  );
  return (
    <div className={cn(chip, value === null ? "border-line" : "border-transparent bg-accent-soft")}>
      <Popover
        label={title}
        open={open}
        onOpenChange={setOpen}
        trigger={trigger}
        className="max-w-[calc(100vw-16px)]"
      >
        <FacetOptions title={title} value={value} options={options} of={of} onChoose={choose} />
      </Popover>
      {value === null ? null : (
        <button
          type="button"
          aria-label={`Clear the filter ${title}`}
          onClick={() => onChange(null)}
          className="-ml-1 flex size-6 pointer-coarse:size-10 items-center justify-center rounded text-accent hover:bg-hover"
        >
          <X className="size-3.5" aria-hidden />
        </button>
      )}
    </div>
  );
}

interface FacetOptionsProps {
  title: string;
  value: string | null;
  options: readonly FacetOption[];
  of: number | null;
  onChoose: (value: string) => void;
}

function FacetOptions({ title, value, options, of, onChoose }: FacetOptionsProps) {
  return (
    <Command label={title} {...(value === null ? {} : { defaultValue: value })}>
      <div className={cn(options.length <= 8 && "sr-only")}>
        <Command.Input
          autoFocus
          placeholder={`Find a ${title.toLowerCase()}`}
          className="mb-1 h-8 w-full border-b bg-transparent px-2 text-sm outline-none placeholder:text-ink-3 max-md:text-lg"
        />
      </div>
      <Command.List className="max-h-80 overflow-y-auto">
        <Command.Empty className="px-2 py-4 text-center text-xs text-ink-2">None</Command.Empty>
        {options.map((option) => (
          <Command.Item
            key={option.value}
            value={option.value}
            keywords={[option.label]}
            onSelect={() => onChoose(option.value)}
            className="flex min-h-8 pointer-coarse:min-h-11 items-center gap-2 rounded-sm px-2 py-1 data-[selected=true]:bg-hover"
          >
            <Check
              className={cn("size-4 shrink-0 text-accent", option.value !== value && "invisible")}
              aria-hidden
            />
            <span className="line-clamp-2 min-w-0 flex-1 break-words">{option.label}</span>
            <span className="figures shrink-0 text-ink-3">{formatCount(option.count)}</span>
          </Command.Item>
        ))}
      </Command.List>
      {of === null ? null : (
        <p className="mt-1 border-t px-2 pt-1.5 text-xs text-ink-3">
          Counted in {of === 1 ? "the one hit" : `the best ${formatCount(of)} hits`}
        </p>
      )}
    </Command>
  );
}

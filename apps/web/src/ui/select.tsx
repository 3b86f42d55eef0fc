"use client";
import { Check, ChevronDown } from "lucide-react";
import { Select as Primitive } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "./cn.ts";

interface SelectProps<Value extends string> {
  label: string;
  value: Value;
  options: readonly { value: Value; label: string }[];
  onChange: (value: Value) => void;
  disabled?: boolean;
  /** Stands in for the value where the screen is narrow. */
  icon?: ReactNode;
  className?: string;
}

/** One of a few values. `label` is for screen readers; put a visible one beside it where the value does not explain itself. */
export function Select<Value extends string>(props: SelectProps<Value>) {
  const { label, value, options, onChange, disabled = false, icon, className } = props;
  return (
    <Primitive.Root value={value} onValueChange={(next) => onChange(next as Value)} disabled={disabled}>
      <Primitive.Trigger
        aria-label={label}
        className={cn(
          "inline-flex h-8 items-center pointer-coarse:h-10 pointer-coarse:min-w-10 justify-between gap-2 rounded border border-line-strong bg-ground px-2.5 text-sm hover:bg-hover disabled:opacity-60",
          className,
        )}
      >
        {icon === undefined ? null : <span className="sm:hidden [&_svg]:size-4">{icon}</span>}
        <span className={cn("min-w-0 truncate", icon !== undefined && "max-sm:hidden")}>
          <Primitive.Value />
        </span>
        <ChevronDown
          className={cn("size-4 shrink-0 text-ink-3", icon !== undefined && "max-sm:hidden")}
          aria-hidden
        />
      </Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content
          position="popper"
          sideOffset={4}
          className="z-50 min-w-(--radix-select-trigger-width) rounded bg-raised p-1 text-sm shadow-float"
        >
          <Primitive.Viewport>
            {options.map((option) => (
              <Primitive.Item
                key={option.value}
                value={option.value}
                className="flex h-8 select-none items-center justify-between pointer-coarse:h-11 gap-4 rounded-sm px-2 outline-none data-highlighted:bg-hover"
              >
                <Primitive.ItemText>{option.label}</Primitive.ItemText>
                <Primitive.ItemIndicator>
                  <Check className="size-4 text-accent" aria-hidden />
                </Primitive.ItemIndicator>
              </Primitive.Item>
            ))}
          </Primitive.Viewport>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

"use client";
import { Tabs } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "./cn.ts";

type TabProps = ComponentProps<typeof Tabs.Trigger> & { onChoose: (value: string) => void };

/**
 * One of a row of tabs. A press by mouse leaves the focus where it was, so that keys go on to act on the screen: by itself it would take
 * the focus by script, which browsers show as if a key had brought it there.
 */
export function Tab({ value, onChoose, className, ...props }: TabProps) {
  return (
    <Tabs.Trigger
      value={value}
      onMouseDown={(event) => {
        if (event.button !== 0 || event.ctrlKey) return;
        event.preventDefault();
        onChoose(value);
      }}
      className={cn(
        "h-9 shrink-0 border-b-2 border-transparent px-1.5 text-xs text-ink-2 -outline-offset-2 hover:text-ink data-[state=active]:border-accent data-[state=active]:text-ink pointer-coarse:h-11 pointer-coarse:min-w-11",
        className,
      )}
      {...props}
    />
  );
}

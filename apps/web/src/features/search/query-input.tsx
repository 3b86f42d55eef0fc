"use client";
import { LIMITS } from "@retake/core/limits";
import type { SearchChip } from "@retake/trpc/schemas";
import { useLayoutEffect, useRef, type ComponentProps, type Ref } from "react";
import { cn } from "../../ui/cn.ts";
import { partsOf } from "./chip-text.ts";

type QueryInputProps = ComponentProps<"input"> & {
  input: Ref<HTMLInputElement>;
  value: string;
  chips: readonly SearchChip[];
  isEditing: boolean;
};

/** The same in the input and in the layer below it, letter for letter. */
const TEXT = "text-sm max-md:text-lg";

/** A plain text field; the words of filters stand on a ground of their own, in a layer below that scrolls along. */
export function QueryInput({ input, value, chips, isEditing, ...props }: QueryInputProps) {
  const layer = useRef<HTMLDivElement>(null);
  const follow = (element: HTMLInputElement): void => {
    if (layer.current !== null) layer.current.style.transform = `translateX(${-element.scrollLeft}px)`;
  };
  useLayoutEffect(() => {
    const element = layer.current?.closest("[data-query]")?.querySelector("input");
    if (element !== null && element !== undefined) follow(element);
  }, [value, isEditing]);
  return (
    <div data-query className="absolute inset-0 overflow-hidden rounded">
      <div
        className={cn(
          "absolute inset-y-0 right-16 left-8 overflow-hidden max-md:right-9",
          !isEditing && "invisible",
        )}
      >
        <div
          ref={layer}
          aria-hidden
          className={cn("flex h-full w-max items-center whitespace-pre text-transparent", TEXT)}
        >
          {partsOf(value, chips).map((part) => (
            <span key={part.from} className={part.kind === "chip" ? "rounded-sm bg-accent-soft py-0.5" : ""}>
              {value.slice(part.from, part.to)}
            </span>
          ))}
        </div>
      </div>
      <input
        ref={input}
        type="text"
        role="combobox"
        autoComplete="off"
        autoCorrect="off"
        spellCheck={false}
        enterKeyHint="search"
        maxLength={LIMITS.searchLengthMax}
        value={value}
        onScroll={(event) => follow(event.currentTarget)}
        {...props}
        className={cn(
          "absolute inset-y-0 right-16 left-8 w-[calc(100%-96px)] max-md:right-9 max-md:w-[calc(100%-68px)] bg-transparent text-ellipsis outline-none placeholder:text-ink-3",
          TEXT,
          !isEditing && value !== "" && "opacity-0",
        )}
      />
    </div>
  );
}

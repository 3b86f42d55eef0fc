import type { ComponentProps } from "react";
import { cn } from "./cn.ts";

export function Input({ className, ...props }: ComponentProps<"input">) {
  return (
    <input
      className={cn(
        "h-8 w-full min-w-0 rounded border border-line-strong bg-ground px-2.5 text-sm text-ink placeholder:text-ink-3 aria-invalid:border-failure disabled:opacity-60 max-md:h-10 max-md:text-lg",
        className,
      )}
      {...props}
    />
  );
}

"use client";
import { Check, Minus } from "lucide-react";
import { Checkbox as Primitive } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "./cn.ts";

type CheckboxProps = ComponentProps<typeof Primitive.Root> & { "aria-label": string };

export function Checkbox({ className, ...props }: CheckboxProps) {
  return (
    <Primitive.Root
      className={cn(
        "group relative flex size-4 pointer-coarse:after:absolute pointer-coarse:after:-inset-[13px] shrink-0 items-center justify-center rounded-sm border border-line-strong bg-ground data-[state=checked]:border-accent-fill data-[state=checked]:bg-accent-fill data-[state=indeterminate]:border-accent-fill data-[state=indeterminate]:bg-accent-fill",
        className,
      )}
      {...props}
    >
      <Primitive.Indicator className="text-on-accent">
        <Minus className="hidden size-3 group-data-[state=indeterminate]:block" strokeWidth={3} aria-hidden />
        <Check className="hidden size-3 group-data-[state=checked]:block" strokeWidth={3} aria-hidden />
      </Primitive.Indicator>
    </Primitive.Root>
  );
}

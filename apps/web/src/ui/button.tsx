import { cva, type VariantProps } from "class-variance-authority";
import { Slot } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "./cn.ts";

const button = cva(
  "inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded font-medium transition-colors duration-100 disabled:opacity-50 aria-disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0",
  {
    variants: {
      variant: {
        primary: "bg-accent-fill text-on-accent hover:brightness-110",
        secondary: "border border-line-strong bg-ground hover:bg-hover",
        quiet: "text-ink-2 hover:bg-hover hover:text-ink",
        danger: "border border-line-strong bg-ground text-failure hover:bg-hover",
      },
      size: {
        md: "h-8 px-3 text-sm pointer-coarse:h-10",
        sm: "h-7 px-2 text-xs pointer-coarse:h-10",
        icon: "size-8 pointer-coarse:size-10",
        iconSm: "size-7 pointer-coarse:size-10",
        touch: "h-10 px-4 text-base",
      },
    },
    defaultVariants: { variant: "secondary", size: "md" },
  },
);

export type ButtonProps = ComponentProps<"button"> & VariantProps<typeof button> & { asChild?: boolean };

/** Larger under fingers: at least 40 px. `asChild` puts the looks on its one child, for links that look like buttons. */
export function Button({ variant, size, asChild = false, className, ...props }: ButtonProps) {
  const classes = cn(button({ variant, size }), className);
  return asChild ? (
    <Slot.Root className={classes} {...props} />
  ) : (
    <button type="button" className={classes} {...props} />
  );
}

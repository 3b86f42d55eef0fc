import type { ComponentProps } from "react";
import { cn } from "./cn.ts";

/** Stands in the shape of what is loading. */
export function Skeleton({ className, ...props }: ComponentProps<"div">) {
  return <div aria-hidden className={cn("animate-skeleton rounded-sm bg-hover", className)} {...props} />;
}

import type { ComponentProps } from "react";
import { cn } from "./cn.ts";

/** Rows of 32 px under a quiet head; scrolls inside itself when it is wider than the screen. With an `aria-label` also by keys: for tables with nothing to press in them. */
export function Table({ className, "aria-label": label, ...props }: ComponentProps<"table">) {
  return (
    <div
      className="overflow-x-auto"
      {...(label === undefined ? {} : { tabIndex: 0, role: "group", "aria-label": label })}
    >
      <table className={cn("w-full border-collapse text-sm", className)} {...props} />
    </div>
  );
}

export function Th({ className, ...props }: ComponentProps<"th">) {
  return (
    <th
      scope="col"
      className={cn(
        "h-8 border-b px-3 text-left text-xs font-medium whitespace-nowrap text-ink-3",
        className,
      )}
      {...props}
    />
  );
}

export function Td({ className, ...props }: ComponentProps<"td">) {
  return <td className={cn("h-8 border-b px-3 py-1 align-middle", className)} {...props} />;
}

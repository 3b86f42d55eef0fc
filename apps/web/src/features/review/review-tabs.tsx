"use client";
import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { cn } from "../../ui/cn.ts";
import { useCan, useWorkspace } from "../frame/workspace-context.tsx";

/** The head of the Review screens: which of them, and what stands beside. */
export function ReviewTabs({ children }: { children?: ReactNode }) {
  const root = `/w/${encodeURIComponent(useWorkspace().workspace.slug)}/review`;
  const pathname = usePathname();
  const pages = [
    { href: root, title: "Queue" },
    ...(useCan().administer ? [{ href: `${root}/agreement`, title: "Agreement" }] : []),
    { href: `${root}/activity`, title: "Activity" },
  ];
  return (
    <header className="sticky top-0 z-10 flex min-h-10 flex-wrap items-center gap-x-4 gap-y-1 border-b bg-ground px-3">
      <nav aria-label="Review" className="flex h-10 gap-1">
        {pages.map(({ href, title }) => (
          <Link
            key={href}
            href={href}
            aria-current={pathname === href ? "page" : undefined}
            className={cn(
              "flex items-center border-b-2 border-transparent px-2 text-sm text-ink-2 hover:text-ink",
              pathname === href && "border-accent font-medium text-ink",
            )}
          >
            {title}
          </Link>
        ))}
      </nav>
      {children}
    </header>
  );
}

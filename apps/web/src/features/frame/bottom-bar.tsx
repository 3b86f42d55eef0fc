"use client";
import { Ellipsis } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { cn } from "../../ui/cn.ts";
import { Menu, MenuItem } from "../../ui/menu.tsx";
import { LiveDot } from "../live/live-count.tsx";
import { ReviewBadge } from "../review/review-count.tsx";
import { isCurrent, screensOf, type Screen } from "./screens.ts";
import { useCan, useWorkspace } from "./workspace-context.tsx";

/** A phone has room for six entries whose words can be read. */
const ENTRIES_MAX = 6;

/** The same screens under the thumb, on phones; those of an admin behind "More". */
export function BottomBar() {
  const { workspace } = useWorkspace();
  const pathname = usePathname();
  const screens = screensOf(workspace.slug, useCan().administer);
  const fits = screens.length <= ENTRIES_MAX;
  const shown = fits ? screens : screens.filter(({ group }) => group === "main");
  return (
    <nav
      aria-label="Screens"
      className="shrink-0 border-t bg-panel pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      <ul className="flex">
        {shown.map((screen) => {
          const current = isCurrent(screen, pathname);
          return (
            <li key={screen.href} className="flex-1">
              <Link
                href={screen.href}
                aria-current={current ? "page" : undefined}
                className={entryClass(current)}
              >
                <Entry screen={screen}>
                  {screen.title === "Live" ? <LiveDot className="absolute -top-1 left-4.5" /> : null}
                  {screen.title === "Review" ? <ReviewBadge className="absolute -top-1.5 left-4" /> : null}
                </Entry>
              </Link>
            </li>
          );
        })}
        {fits ? null : (
          <li className="flex-1">
            <More screens={screens.filter(({ group }) => group !== "main")} pathname={pathname} />
          </li>
        )}
      </ul>
    </nav>
  );
}

function More({ screens, pathname }: { screens: Screen[]; pathname: string }) {
  const current = screens.find((screen) => isCurrent(screen, pathname));
  return (
    <Menu
      align="end"
      side="top"
      trigger={
        <button type="button" className={cn("w-full", entryClass(current !== undefined))}>
          <Entry screen={{ title: "More", icon: Ellipsis }} />
        </button>
      }
    >
      {screens.map((screen) => (
        <MenuItem key={screen.href} asChild className={cn(screen === current && "font-medium text-accent")}>
          <Link href={screen.href} aria-current={screen === current ? "page" : undefined}>
            <screen.icon className={cn(screen === current && "!text-accent")} aria-hidden />
            {screen.title}
          </Link>
        </MenuItem>
      ))}
    </Menu>
  );
}

function Entry({ screen, children }: { screen: Pick<Screen, "title" | "icon">; children?: ReactNode }) {
  return (
    <>
      <span className="relative">
        <screen.icon className="size-5" aria-hidden />
        {children}
      </span>
      {screen.title}
    </>
  );
}

function entryClass(current: boolean): string {
  return cn(
    "flex h-14 min-w-0 flex-col items-center justify-center gap-0.5 text-xs tracking-tight text-ink-2",
    current && "font-medium text-accent",
  );
}

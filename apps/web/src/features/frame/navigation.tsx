"use client";
import { PanelLeftClose, PanelLeftOpen } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { Button } from "../../ui/button.tsx";
import { cn } from "../../ui/cn.ts";
import { Tooltip } from "../../ui/tooltip.tsx";
import { EVERYWHERE, useKeys } from "../keys/keys-provider.tsx";
import { LiveDot } from "../live/live-count.tsx";
import { ReviewBadge } from "../review/review-count.tsx";
import { isCurrent, screensOf, type Screen } from "./screens.ts";
import { useSidebar } from "./use-sidebar.ts";
import { useCan, useWorkspace } from "./workspace-context.tsx";
import { WorkspaceMenu } from "./workspace-menu.tsx";

/** The workspace's screens; between 768 and 1024 px, and when collapsed, only their icons. */
export function Sidebar() {
  const { workspace } = useWorkspace();
  const screens = screensOf(workspace.slug, useCan().administer);
  const { isCollapsed, toggle } = useSidebar();
  useKeys(EVERYWHERE, [{ keys: ["mod+b"], does: "Collapse or open the sidebar", run: toggle }]);
  const word = isCollapsed ? "hidden" : "hidden lg:inline";
  return (
    <nav
      aria-label="Screens"
      className={cn("flex w-12 shrink-0 flex-col border-r bg-panel max-md:hidden", !isCollapsed && "lg:w-52")}
    >
      <div className="flex h-12 items-center px-2">
        <WorkspaceMenu wordClass={word} />
      </div>
      <ul className="flex flex-col gap-0.5 px-2 py-1">
        {screens.map((screen, index) => (
          <li key={screen.href}>
            {screen.group === "admin" && screens[index - 1]?.group !== "admin" ? (
              <div className="mt-3 mb-1 h-5 border-t pt-3 text-xs text-ink-3 lg:border-0 lg:pt-0">
                <span className={cn(word, "px-2")}>Admin</span>
              </div>
            ) : null}
            <SidebarLink screen={screen} wordClass={word} isCollapsed={isCollapsed} />
          </li>
        ))}
      </ul>
      <div className="mt-auto p-2 max-lg:hidden">
        <Tooltip label={isCollapsed ? "Open the sidebar" : "Collapse the sidebar"} keys="mod+b" side="right">
          <Button
            variant="quiet"
            size="icon"
            onClick={toggle}
            aria-label={isCollapsed ? "Open the sidebar" : "Collapse the sidebar"}
          >
            {isCollapsed ? <PanelLeftOpen aria-hidden /> : <PanelLeftClose aria-hidden />}
          </Button>
        </Tooltip>
      </div>
    </nav>
  );
}

interface SidebarLinkProps {
  screen: Screen;
  wordClass: string;
  isCollapsed: boolean;
}

function SidebarLink({ screen, wordClass, isCollapsed }: SidebarLinkProps) {
  const current = isCurrent(screen, usePathname());
  const Icon = screen.icon;
  const link = (
    <Link
      href={screen.href}
      aria-current={current ? "page" : undefined}
      aria-label={screen.title}
      className={cn(
        "flex h-8 items-center gap-2.5 rounded px-2 text-sm text-ink-2 hover:bg-hover hover:text-ink",
        current && "bg-hover font-medium text-ink",
      )}
    >
      <Icon className={cn("size-4 shrink-0", current && "text-accent")} aria-hidden />
      <span className={wordClass}>{screen.title}</span>
      {screen.title === "Live" ? (
        <LiveDot className={cn("ml-auto", isCollapsed ? "hidden" : "hidden lg:inline-flex")} />
      ) : null}
      {screen.title === "Review" ? (
        <ReviewBadge className={cn("ml-auto", isCollapsed ? "hidden" : "hidden lg:inline-flex")} />
      ) : null}
    </Link>
  );
  return isCollapsed ? (
    <Tooltip label={screen.title} side="right">
      {link}
    </Tooltip>
  ) : (
    link
  );
}

/** The same screens under the thumb, on phones. */
export function BottomBar() {
  const { workspace } = useWorkspace();
  const pathname = usePathname();
  const screens = screensOf(workspace.slug, useCan().administer).filter(
    ({ isWideOnly }) => isWideOnly !== true,
  );
  return (
    <nav
      aria-label="Screens"
      className="shrink-0 border-t bg-panel pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      <ul className="flex">
        {screens.map((screen) => {
          const current = isCurrent(screen, pathname);
          const Icon = screen.icon;
          return (
            <li key={screen.href} className="flex-1">
              <Link
                href={screen.href}
                aria-current={current ? "page" : undefined}
                className={cn(
                  "flex h-14 min-w-0 flex-col items-center justify-center gap-0.5 text-xs tracking-tight text-ink-2",
                  current && "font-medium text-accent",
                )}
              >
                <span className="relative">
                  <Icon className="size-5" aria-hidden />
                  {screen.title === "Live" ? <LiveDot className="absolute -top-1 left-4.5" /> : null}
                  {screen.title === "Review" ? <ReviewBadge className="absolute -top-1.5 left-4" /> : null}
                </span>
                {screen.title}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}

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
  const { isCollapsed, showsIcons, toggle } = useSidebar();
  useKeys(EVERYWHERE, [{ keys: ["mod+b"], does: "Collapse or open the sidebar", run: toggle }]);
  const word = showsIcons ? "hidden" : "";
  return (
    <nav
      aria-label="Screens"
      className={cn(
        "flex shrink-0 flex-col border-r bg-panel max-md:hidden",
        // The page comes with words: where they have no room, it does not jump once that is known.
        showsIcons ? "w-12" : "w-52 max-lg:w-12 max-lg:overflow-hidden",
      )}
    >
      <div className="flex h-12 items-center px-2">
        <WorkspaceMenu wordClass={word} />
      </div>
      <ul className="flex flex-col gap-0.5 px-2 py-1">
        {screens.map((screen, index) => (
          <li key={screen.href}>
            {screen.group === "admin" && screens[index - 1]?.group !== "admin" ? (
              <div className={cn("mt-3 mb-1 h-5 text-xs text-ink-3", showsIcons && "border-t pt-3")}>
                <span className={cn(word, "px-2")}>Admin</span>
              </div>
            ) : null}
            <SidebarLink screen={screen} showsIcons={showsIcons} />
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
  showsIcons: boolean;
}

function SidebarLink({ screen, showsIcons }: SidebarLinkProps) {
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
      {showsIcons ? null : (
        <>
          {screen.title}
          {screen.title === "Live" ? <LiveDot className="ml-auto" /> : null}
          {screen.title === "Review" ? <ReviewBadge className="ml-auto" /> : null}
        </>
      )}
    </Link>
  );
  return showsIcons ? (
    <Tooltip label={screen.title} side="right">
      {link}
    </Tooltip>
  ) : (
    link
  );
}

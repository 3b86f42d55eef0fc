"use client";
import { Suspense } from "react";
import { InboxBell } from "../activity/inbox-bell.tsx";
import { LiveLink } from "../live/live-count.tsx";
import { SavedMenu } from "../search/saved-menu.tsx";
import { SearchBox } from "../search/search-box.tsx";
import { UserMenu } from "./user-menu.tsx";
import { useWorkspace } from "./workspace-context.tsx";

export function TopBar() {
  const { workspace } = useWorkspace();
  return (
    <header className="flex h-12 shrink-0 items-center gap-2 border-b px-3">
      <Suspense fallback={<div className="flex-1" />}>
        <SearchBox />
        <SavedMenu />
      </Suspense>
      <div className="ml-auto flex shrink-0 items-center gap-1">
        <LiveLink href={`/w/${encodeURIComponent(workspace.slug)}/live`} />
        <InboxBell key={workspace.slug} workspace={workspace.slug} />
        <UserMenu />
      </div>
    </header>
  );
}

"use client";
import { ChevronsUpDown } from "lucide-react";
import { useRouter } from "next/navigation";
import { cn } from "../../ui/cn.ts";
import { Menu, MenuChoice, MenuLabel } from "../../ui/menu.tsx";
import { Mark } from "../../ui/mark.tsx";
import { useWorkspace } from "./workspace-context.tsx";

/** The product's mark and the workspace's name; a menu where there is more than one workspace to choose from. */
export function WorkspaceMenu({ wordClass }: { wordClass: string }) {
  const { me, workspace } = useWorkspace();
  const router = useRouter();
  const label = (
    <>
      <Mark />
      <span className={cn(wordClass, "min-w-0 flex-1 truncate text-left text-base font-semibold")}>
        {workspace.name}
      </span>
    </>
  );
  if (me.workspaces.length < 2) {
    return (
      <div title={workspace.name} className="flex h-8 w-full min-w-0 items-center gap-2 px-1">
        {label}
      </div>
    );
  }
  return (
    <Menu
      trigger={
        <button
          type="button"
          aria-label={`Workspace ${workspace.name}`}
          title={workspace.name}
          className="flex h-8 w-full min-w-0 items-center gap-2 rounded px-1 hover:bg-hover"
        >
          {label}
          <ChevronsUpDown className={cn(wordClass, "size-4 shrink-0 text-ink-3")} aria-hidden />
        </button>
      }
    >
      <MenuLabel>Workspaces</MenuLabel>
      <MenuChoice
        value={workspace.slug}
        options={me.workspaces.map((one) => ({ value: one.slug, label: one.name }))}
        onChange={(slug) => router.push(`/w/${encodeURIComponent(slug)}/episodes`)}
      />
    </Menu>
  );
}

import {
  Bot,
  ClipboardCheck,
  Database,
  FolderInput,
  Layers,
  Map,
  type LucideIcon,
  Radio,
  SearchCheck,
  Tag,
  Users,
} from "lucide-react";

export interface Screen {
  title: string;
  href: string;
  icon: LucideIcon;
  group: "main" | "admin";
}

/** The screens of a workspace that its member may open, in the order of the sidebar. */
export function screensOf(slug: string, canAdminister: boolean): Screen[] {
  const root = `/w/${encodeURIComponent(slug)}`;
  const screens: Screen[] = [
    { title: "Episodes", href: `${root}/episodes`, icon: Layers, group: "main" },
    { title: "Live", href: `${root}/live`, icon: Radio, group: "main" },
    { title: "Map", href: `${root}/map`, icon: Map, group: "main" },
    { title: "Datasets", href: `${root}/datasets`, icon: Database, group: "main" },
    { title: "Review", href: `${root}/review`, icon: ClipboardCheck, group: "main" },
  ];
  if (canAdminister) {
    screens.push(
      { title: "Imports", href: `${root}/admin/imports`, icon: FolderInput, group: "admin" },
      { title: "Robots", href: `${root}/admin/robots`, icon: Bot, group: "admin" },
      { title: "Labels", href: `${root}/admin/labels`, icon: Tag, group: "admin" },
      {
        title: "Search index",
        href: `${root}/admin/index`,
        icon: SearchCheck,
        group: "admin",
      },
    );
  }
  screens.push({ title: "Members", href: `${root}/admin/members`, icon: Users, group: "admin" });
  return screens;
}

/** Whether a screen's entry is lit on this page; an episode's page belongs to Episodes. */
export function isCurrent(screen: Screen, pathname: string): boolean {
  if (pathname === screen.href || pathname.startsWith(`${screen.href}/`)) return true;
  return screen.title === "Episodes" && pathname.startsWith(screen.href.replace(/episodes$/, "e/"));
}

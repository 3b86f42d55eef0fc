"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Database, Keyboard, Layers, LogOut, Search, Settings } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTheme } from "next-themes";
import type { ReactNode } from "react";
import { useTRPC } from "../../trpc/use-trpc.ts";
import { episodeTitle } from "../../ui/episode-title.ts";
import { useSearchTarget } from "../search/use-search-target.ts";
import { useOpenKeysHelp } from "../keys/keys-provider.tsx";
import { screensOf } from "./screens.ts";
import { signOutHere } from "./sign-out.ts";
import { THEMES } from "./user-menu.tsx";
import { useCan, useWorkspace } from "./workspace-context.tsx";

export interface PaletteItem {
  /** Unique among all items. */
  value: string;
  icon: ReactNode;
  title: string;
  detail?: string | null;
  run: () => void;
}

export interface PaletteGroup {
  heading: string;
  items: PaletteItem[];
}

const EPISODES_MAX = 8;
const DATASETS_MAX = 6;

/** Everything the words find, by kind; `isSettled` is false while the server still searches. */
export function usePaletteGroups(text: string): { groups: PaletteGroup[]; isSettled: boolean } {
  const words = text.toLowerCase();
  const search = useSearchItem(text);
  const episodes = useEpisodeItems(words);
  const datasets = useDatasetItems(words);
  const commands = useCommandItems(words);
  const groups = [
    { heading: "Episodes", items: episodes.items },
    { heading: "Datasets", items: datasets },
    { heading: "Go to and do", items: commands },
    { heading: "Search", items: search },
  ].filter((group) => group.items.length > 0);
  return { groups, isSettled: episodes.isSettled };
}

/** The way from a name that is not found to a search in plain words; last, so that Enter opens what has the name. */
function useSearchItem(text: string): PaletteItem[] {
  const { run } = useSearchTarget();
  if (text === "") return [];
  return [
    { value: "search", icon: <Search aria-hidden />, title: `Search for “${text}”`, run: () => run(text) },
  ];
}

function useRoot(): string {
  return `/w/${encodeURIComponent(useWorkspace().workspace.slug)}`;
}

function useEpisodeItems(words: string): { items: PaletteItem[]; isSettled: boolean } {
  const trpc = useTRPC();
  const router = useRouter();
  const root = useRoot();
  const { workspace } = useWorkspace();
  const found = useQuery({
    ...trpc.episodes.list.queryOptions({
      workspace: workspace.slug,
      q: words,
      sort: "index",
      limit: EPISODES_MAX,
    }),
    enabled: words !== "",
    placeholderData: keepPreviousData,
  });
  if (words === "") return { items: [], isSettled: true };
  const items = (found.data?.episodes ?? []).map((episode) => ({
    value: `episode ${episode.sessionId}`,
    icon: <Layers aria-hidden />,
    title: [episodeTitle(episode), episode.datasetName].filter((part) => part !== null).join(" · "),
    detail: episode.task,
    run: () => router.push(`${root}/e/${encodeURIComponent(episode.sessionId)}`),
  }));
  return { items, isSettled: !found.isFetching };
}

function useDatasetItems(words: string): PaletteItem[] {
  const trpc = useTRPC();
  const router = useRouter();
  const root = useRoot();
  const { workspace } = useWorkspace();
  const all = useQuery(trpc.datasets.list.queryOptions({ workspace: workspace.slug }));
  return (all.data?.datasets ?? [])
    .filter((dataset) => `${dataset.name} ${dataset.slug}`.toLowerCase().includes(words))
    .slice(0, DATASETS_MAX)
    .map((dataset) => ({
      value: `dataset ${dataset.slug}`,
      icon: <Database aria-hidden />,
      title: dataset.name,
      detail: `${dataset.episodes} episodes`,
      run: () => router.push(`${root}/datasets/${encodeURIComponent(dataset.slug)}`),
    }));
}

function useCommandItems(words: string): PaletteItem[] {
  const router = useRouter();
  const { workspace } = useWorkspace();
  const { setTheme } = useTheme();
  const openKeysHelp = useOpenKeysHelp();
  const { administer } = useCan();
  const commands: Omit<PaletteItem, "value">[] = [
    ...screensOf(workspace.slug, administer).map((screen) => ({
      title: screen.title,
      icon: <screen.icon aria-hidden />,
      run: () => router.push(screen.href),
    })),
    { title: "Settings", icon: <Settings aria-hidden />, run: () => router.push("/settings") },
    ...THEMES.map((theme) => ({
      title: `Theme: ${theme.label.toLowerCase()}`,
      icon: theme.icon,
      run: () => setTheme(theme.value),
    })),
    { title: "Show the keys", icon: <Keyboard aria-hidden />, run: openKeysHelp },
    { title: "Sign out", icon: <LogOut aria-hidden />, run: () => void signOutHere() },
  ];
  return commands
    .filter((command) => command.title.toLowerCase().includes(words))
    .map((command) => ({ ...command, value: `command ${command.title}` }));
}

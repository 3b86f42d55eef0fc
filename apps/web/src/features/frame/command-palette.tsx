"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Command } from "cmdk";
import { Database, Keyboard, Layers, LogOut, Search, Settings } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTheme } from "next-themes";
import { useDeferredValue, useState, type ReactNode } from "react";
import { Dialog } from "radix-ui";
import { useTRPC } from "../../trpc/use-trpc.ts";
import { signOutHere } from "../account/sign-out.ts";
import { useOpenKeysHelp } from "../keys/keys-provider.tsx";
import { setPaletteOpen, usePaletteOpen } from "./palette-store.ts";
import { screensOf } from "./screens.ts";
import { THEMES } from "./user-menu.tsx";
import { useCan, useWorkspace } from "./workspace-context.tsx";

/** Ctrl/⌘ K: any episode, dataset, screen or command by its name. */
export function CommandPalette() {
  const open = usePaletteOpen();
  return (
    <Dialog.Root open={open} onOpenChange={setPaletteOpen}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-overlay" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed top-[12dvh] left-1/2 z-50 w-[calc(100vw-32px)] max-w-xl -translate-x-1/2 overflow-hidden rounded bg-raised shadow-float outline-none"
        >
          <Dialog.Title className="sr-only">Go to anything</Dialog.Title>
          <Palette />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Palette() {
  const [text, setText] = useState("");
  const words = useDeferredValue(text.trim().toLowerCase());
  const router = useRouter();
  const close = (): void => setPaletteOpen(false);
  const go = (href: string): void => {
    close();
    router.push(href);
  };
  return (
    <Command label="Go to anything" shouldFilter={false} loop>
      <div className="flex items-center gap-2 border-b px-3">
        <Search className="size-4 shrink-0 text-ink-3" aria-hidden />
        <Command.Input
          autoFocus
          value={text}
          onValueChange={setText}
          placeholder="Episode, dataset, screen or command"
          className="h-11 w-full bg-transparent text-base outline-none placeholder:text-ink-3 max-md:text-lg"
        />
      </div>
      <Command.List className="max-h-[56dvh] overflow-y-auto p-1">
        <Command.Empty className="px-3 py-8 text-center text-ink-2">Nothing has this name.</Command.Empty>
        <EpisodeItems words={words} go={go} />
        <DatasetItems words={words} go={go} />
        <CommandItems words={words} go={go} close={close} />
      </Command.List>
    </Command>
  );
}

interface ItemsProps {
  words: string;
  go: (href: string) => void;
}

function EpisodeItems({ words, go }: ItemsProps) {
  const trpc = useTRPC();
  const { workspace } = useWorkspace();
  const found = useQuery({
    ...trpc.episodes.list.queryOptions({ workspace: workspace.slug, q: words, limit: 8 }),
    enabled: words !== "",
    placeholderData: keepPreviousData,
  });
  if (words === "" || found.data === undefined || found.data.episodes.length === 0) return null;
  return (
    <Group heading="Episodes">
      {found.data.episodes.map((episode) => (
        <Item
          key={episode.sessionId}
          value={`episode ${episode.sessionId}`}
          icon={<Layers aria-hidden />}
          onSelect={() =>
            go(`/w/${encodeURIComponent(workspace.slug)}/e/${encodeURIComponent(episode.sessionId)}`)
          }
        >
          <span className="truncate">{episode.sessionId}</span>
          <span className="ml-auto max-w-[45%] shrink-0 truncate pl-3 text-xs text-ink-3">
            {episode.task}
          </span>
        </Item>
      ))}
    </Group>
  );
}

function DatasetItems({ words, go }: ItemsProps) {
  const trpc = useTRPC();
  const { workspace } = useWorkspace();
  const datasets = useQuery(trpc.datasets.list.queryOptions({ workspace: workspace.slug }));
  const shown = (datasets.data?.datasets ?? [])
    .filter(
      (dataset) => dataset.name.toLowerCase().includes(words) || dataset.slug.toLowerCase().includes(words),
    )
    .slice(0, 6);
  if (shown.length === 0) return null;
  return (
    <Group heading="Datasets">
      {shown.map((dataset) => (
        <Item
          key={dataset.slug}
          value={`dataset ${dataset.slug}`}
          icon={<Database aria-hidden />}
          onSelect={() =>
            go(`/w/${encodeURIComponent(workspace.slug)}/datasets/${encodeURIComponent(dataset.slug)}`)
          }
        >
          <span className="truncate">{dataset.name}</span>
          <span className="ml-auto shrink-0 pl-3 text-xs text-ink-3">{dataset.episodes} episodes</span>
        </Item>
      ))}
    </Group>
  );
}

function CommandItems({ words, go, close }: ItemsProps & { close: () => void }) {
  const { workspace } = useWorkspace();
  const { setTheme } = useTheme();
  const openKeysHelp = useOpenKeysHelp();
  const { administer } = useCan();
  const then = (run: () => void) => () => {
    close();
    run();
  };
  const commands: { title: string; icon: ReactNode; run: () => void }[] = [
    ...screensOf(workspace.slug, administer).map((screen) => ({
      title: screen.title,
      icon: <screen.icon aria-hidden />,
      run: () => go(screen.href),
    })),
    { title: "Settings", icon: <Settings aria-hidden />, run: () => go("/settings") },
    ...THEMES.map((theme) => ({
      title: `Theme: ${theme.label.toLowerCase()}`,
      icon: theme.icon,
      run: then(() => setTheme(theme.value)),
    })),
    { title: "Show the keys", icon: <Keyboard aria-hidden />, run: then(openKeysHelp) },
    { title: "Sign out", icon: <LogOut aria-hidden />, run: then(() => void signOutHere()) },
  ];
  const shown = commands.filter((command) => command.title.toLowerCase().includes(words));
  if (shown.length === 0) return null;
  return (
    <Group heading="Go to and do">
      {shown.map((command) => (
        <Item
          key={command.title}
          value={`command ${command.title}`}
          icon={command.icon}
          onSelect={command.run}
        >
          {command.title}
        </Item>
      ))}
    </Group>
  );
}

function Group({ heading, children }: { heading: string; children: ReactNode }) {
  return (
    <Command.Group
      heading={heading}
      className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-ink-3"
    >
      {children}
    </Command.Group>
  );
}

interface ItemProps {
  value: string;
  icon: ReactNode;
  onSelect: () => void;
  children: ReactNode;
}

function Item({ value, icon, onSelect, children }: ItemProps) {
  return (
    <Command.Item
      value={value}
      onSelect={onSelect}
      className="flex h-9 items-center gap-2.5 rounded-sm px-2 data-[selected=true]:bg-hover [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-ink-3"
    >
      {icon}
      {children}
    </Command.Item>
  );
}

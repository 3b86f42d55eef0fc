"use client";
import type { ReactNode } from "react";
import { Group, Panel, Separator, useDefaultLayout } from "react-resizable-panels";
import { useIsWide } from "./use-is-wide.ts";

interface EpisodeLayoutProps {
  header: ReactNode;
  cameras: ReactNode;
  transport: ReactNode;
  signals: ReactNode;
  info: ReactNode;
  isInfoOpen: boolean;
}

/** Where the parts of the episode page lie: panels that resize and remember, or one column on a phone. */
export function EpisodeLayout(props: EpisodeLayoutProps) {
  return useIsWide() ? <Panels {...props} /> : <Column {...props} />;
}

function Panels({ header, cameras, transport, signals, info, isInfoOpen }: EpisodeLayoutProps) {
  const columns = useDefaultLayout({
    id: "retake.replay.columns",
    panelIds: isInfoOpen ? ["stage", "info"] : ["stage"],
  });
  const rows = useDefaultLayout({ id: "retake.replay.rows" });
  return (
    <div className="flex h-full min-h-0 flex-col">
      {header}
      <Group orientation="horizontal" className="min-h-0 flex-1" {...columns}>
        <Panel id="stage" minSize="40%">
          <Group orientation="vertical" className="h-full" {...rows}>
            <Panel id="cameras" defaultSize="52%" minSize="15%">
              {cameras}
            </Panel>
            <Separator className="h-px bg-line outline-none data-[separator=active]:bg-accent data-[separator=hover]:bg-line-strong focus-visible:bg-accent" />
            <Panel id="signals" defaultSize="48%" minSize="120px">
              <div className="flex h-full min-h-0 flex-col">
                {transport}
                <div className="min-h-0 flex-1">{signals}</div>
              </div>
            </Panel>
          </Group>
        </Panel>
        {isInfoOpen ? (
          <>
            <Separator className="w-px bg-line outline-none data-[separator=active]:bg-accent data-[separator=hover]:bg-line-strong focus-visible:bg-accent" />
            <Panel
              id="info"
              defaultSize="272px"
              minSize="200px"
              maxSize="45%"
              groupResizeBehavior="preserve-pixel-size"
            >
              {info}
            </Panel>
          </>
        ) : null}
      </Group>
    </div>
  );
}

function Column({ header, cameras, transport, signals, info }: EpisodeLayoutProps) {
  return (
    <div className="flex flex-col">
      {header}
      <div className="sticky top-0 z-10 border-b bg-ground">
        <div className="h-[32dvh] min-h-44">{cameras}</div>
        {transport}
      </div>
      {signals}
      <div className="border-t">{info}</div>
    </div>
  );
}

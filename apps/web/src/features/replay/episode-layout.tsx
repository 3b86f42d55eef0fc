"use client";
import { useRef, type ReactNode } from "react";
import { Group, Panel, Separator, useDefaultLayout } from "react-resizable-panels";
import { gridHeight } from "./cameras/grid-height.ts";
import { StageRows, type StageShape } from "./stage-rows.tsx";
import { useElementSize } from "./use-element-size.ts";
import { useIsWide } from "./use-is-wide.ts";

/** Space around the pictures. */
const PADDING_PX = 16;
/** Share of a phone's height that pictures take at most: they stay in sight while the rest scrolls. */
const COLUMN_PICTURES_MAX = 0.34;

interface EpisodeLayoutProps {
  header: ReactNode;
  shape: StageShape;
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

function Panels({ header, shape, cameras, transport, signals, info, isInfoOpen }: EpisodeLayoutProps) {
  const columns = useDefaultLayout({
    id: "retake.replay.columns",
    panelIds: isInfoOpen ? ["stage", "info"] : ["stage"],
  });
  return (
    <div className="flex h-full min-h-0 flex-col">
      {header}
      <Group orientation="horizontal" className="min-h-0 flex-1" {...columns}>
        <Panel id="stage" minSize="40%">
          <StageRows shape={shape} cameras={cameras} transport={transport} signals={signals} />
        </Panel>
        {isInfoOpen ? (
          <>
            <Separator className="w-px bg-line outline-none data-[separator=active]:bg-accent data-[separator=hover]:bg-line-strong focus-visible:bg-accent" />
            <Panel
              id="info"
              defaultSize="304px"
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

function Column({ header, shape, cameras, transport, signals, info }: EpisodeLayoutProps) {
  const host = useRef<HTMLDivElement>(null);
  const { width } = useElementSize(host);
  const pictures = gridHeight(shape.aspects, width - PADDING_PX, COLUMN_PICTURES_MAX * window.innerHeight);
  return (
    <div ref={host} className="flex flex-col">
      {header}
      <div className="sticky top-0 z-10 border-b bg-ground">
        <div style={{ height: pictures + PADDING_PX }} className="min-h-14">
          {cameras}
        </div>
        {transport}
      </div>
      {signals}
      <div className="border-t">{info}</div>
    </div>
  );
}

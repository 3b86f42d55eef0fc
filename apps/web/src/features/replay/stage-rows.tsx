"use client";
import { useLayoutEffect, useRef, type ReactNode } from "react";
import { Group, Panel, Separator, useDefaultLayout, useGroupRef } from "react-resizable-panels";
import { gridHeight } from "./cameras/grid-height.ts";
import { useElementSize } from "./use-element-size.ts";

/** Space around the pictures, above and below. */
const PADDING_PX = 16;
/** Transport, overview and ruler. */
const CONTROLS_PX = 148;
/** A signal's plot is not lower than this; more than two of them scroll. */
const SIGNAL_PX = 136;
const SIGNALS_SEEN_MAX = 2;
/** Share of the height, in percent, the cameras get at most: with many signals, and with none. */
const CAMERAS_MAX = { beside: 52, alone: 80 };
const CAMERAS_MIN = 15;

export interface StageShape {
  /** Width / height of each camera. */
  aspects: readonly number[];
  /** Signals there are to plot. */
  signals: number;
}

interface StageRowsProps {
  shape: StageShape;
  cameras: ReactNode;
  transport: ReactNode;
  signals: ReactNode;
}

/** Percent of the height that the cameras fill without leaving room empty that signals could use. */
function camerasShare({ aspects, signals }: StageShape, width: number, height: number): number {
  const plots = CONTROLS_PX + Math.min(signals, SIGNALS_SEEN_MAX) * SIGNAL_PX;
  const most = Math.max(CAMERAS_MAX.beside, Math.min(CAMERAS_MAX.alone, 100 - (100 * plots) / height));
  const heightMax = (most / 100) * height - PADDING_PX;
  const used = gridHeight(aspects, width - PADDING_PX, heightMax) + PADDING_PX;
  return Math.max(CAMERAS_MIN, (100 * used) / height);
}

/**
 * Cameras above signals. The split follows the pictures' shape and the space until a person moves it; then it stays as they left it, in
 * this browser, for all episodes with cameras of this shape.
 */
export function StageRows({ shape, cameras, transport, signals }: StageRowsProps) {
  const host = useRef<HTMLDivElement>(null);
  const group = useGroupRef();
  const { width, height } = useElementSize(host);
  const remembered = useDefaultLayout({
    id: `retake.replay.rows.${shape.aspects.map((aspect) => aspect.toFixed(2)).join(" ")}`,
    onlySaveAfterUserInteractions: true,
  });
  const isTheirs = useRef(remembered.defaultLayout !== undefined);
  const share = width > 0 && height > 0 ? camerasShare(shape, width, height) : null;
  useLayoutEffect(() => {
    if (share === null || isTheirs.current) return;
    group.current?.setLayout({ cameras: share, signals: 100 - share });
  }, [group, share]);
  return (
    <div ref={host} className="h-full">
      <Group
        orientation="vertical"
        className="h-full"
        groupRef={group}
        {...(remembered.defaultLayout === undefined ? {} : { defaultLayout: remembered.defaultLayout })}
        onLayoutChanged={(layout, meta) => {
          if (meta.isUserInteraction) isTheirs.current = true;
          remembered.onLayoutChanged(layout, meta);
        }}
      >
        <Panel id="cameras" defaultSize="52%" minSize={`${CAMERAS_MIN}%`}>
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
    </div>
  );
}

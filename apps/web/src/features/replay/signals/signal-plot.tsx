"use client";
import type { Envelope } from "@retake/telemetry/types";
import { useTheme } from "next-themes";
import { useEffect, useRef, type RefObject } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { useStage } from "../player-context.tsx";
import { useElementSize } from "../use-element-size.ts";
import type { SignalStore } from "./signal-store.ts";
import { formatTick } from "./format-value.ts";
import { lineColour, lineDash } from "./line-colour.ts";
import { rulerTicks } from "./ruler-ticks.ts";
import { plotDataOf, valueSpan } from "./plot-data.ts";
import { StretchBand } from "../../similar/stretch-band.tsx";
import { TimeSurface } from "./time-surface.tsx";
import type { TimeSpan } from "./view-window.ts";

/** Width of the value axis; lanes and ruler leave the same space. Also in the class names `w-16` and `left-16`. */
const AXIS_PX = 64;

interface SignalPlotProps {
  topic: string;
  store: SignalStore;
  shown: readonly number[];
  /** What an Alt-drag across it does. */
  onStretch: ((span: TimeSpan) => void) | null;
}

/** What the axes span now. */
interface Ranges {
  time: () => [number, number];
  value: () => [number, number];
}

interface Inks {
  ground: string;
  grid: string;
  text: string;
}

function readInks(element: HTMLElement): Inks {
  const style = getComputedStyle(element);
  const value = (name: string): string => style.getPropertyValue(name).trim();
  return { ground: value("--ground"), grid: value("--line"), text: value("--ink-3") };
}

function options(
  width: number,
  height: number,
  shown: readonly number[],
  inks: Inks,
  ranges: Ranges,
): uPlot.Options {
  const extent = (dim: number): uPlot.Series => ({
    stroke: lineColour(dim, inks.ground).replace(")", " / 0.55)"),
    width: 1,
    points: { show: false },
  });
  const line = (dim: number): uPlot.Series => ({
    stroke: lineColour(dim, inks.ground),
    width: 1.25,
    dash: lineDash(dim),
    points: { show: false },
  });
  return {
    width,
    height,
    padding: [8, 0, 8, 0],
    cursor: { show: false },
    legend: { show: false },
    scales: {
      x: { time: false, auto: false, range: () => ranges.time() },
      // Not uPlot's own ranging: it looks at the view only, so that the axis would jump while panning.
      y: { auto: false, range: () => ranges.value() },
    },
    axes: [
      {
        size: 0,
        splits: () => {
          const [from, to] = ranges.time();
          return rulerTicks({ from, to }, width - AXIS_PX).map(({ t }) => t);
        },
        grid: { stroke: inks.grid, width: 1 },
        ticks: { show: false },
        values: () => [],
      },
      {
        size: AXIS_PX,
        stroke: inks.text,
        font: "12px ui-monospace, monospace",
        grid: { stroke: inks.grid, width: 1 },
        ticks: { show: false },
        gap: 6,
        space: 28,
        values: (_plot, splits) => splits.map(formatTick),
      },
    ],
    series: [{}, ...shown.flatMap((dim) => [extent(dim), line(dim)])],
  };
}

function draw(plot: uPlot, envelope: Envelope, shown: readonly number[]): void {
  const { x, lines, extents } = plotDataOf(envelope);
  const nothing = Array.from<null>({ length: x.length }).fill(null);
  const columns = shown.flatMap((dim) => [extents?.[dim] ?? nothing, lines[dim] ?? nothing]);
  plot.setData([x as unknown as number[], ...columns], false);
}

/** Keeps one uPlot in step with size, theme, data and view, outside of React's rendering. */
function usePlot({
  topic,
  store,
  shown,
}: Omit<SignalPlotProps, "onStretch">): RefObject<HTMLDivElement | null> {
  const host = useRef<HTMLDivElement>(null);
  const { view } = useStage();
  const { resolvedTheme } = useTheme();
  const { width, height } = useElementSize(host);
  useEffect(() => {
    const element = host.current;
    if (element === null || width < AXIS_PX + 10 || height < 20) return undefined;
    let values: [number, number] = [0, 1];
    const ranges: Ranges = {
      time: () => [view.get().from, view.get().to],
      value: () => values,
    };
    const plot = new uPlot(options(width, height, shown, readInks(element), ranges), undefined, element);
    let drawn: Envelope | null = null;
    const refresh = (): void => {
      const envelope = store.get(topic, view.get());
      plot.batch(() => {
        if (envelope !== null && envelope !== drawn) {
          values = valueSpan(envelope, shown);
          draw(plot, envelope, shown);
          plot.setScale("y", { min: values[0], max: values[1] });
        }
        const { from, to } = view.get();
        plot.setScale("x", { min: from, max: to });
      });
      drawn = envelope;
      element.dataset.drawn = envelope === null ? "no" : "yes";
    };
    refresh();
    const stops = [view.subscribe(refresh), store.subscribe(refresh)];
    return () => {
      stops.forEach((stop) => stop());
      plot.destroy();
    };
  }, [topic, store, shown, view, width, height, resolvedTheme]);
  return host;
}

/** One topic over time: per dimension the mean and, where many samples share a pixel, everything from the lowest to the highest. */
export function SignalPlot(props: SignalPlotProps) {
  const host = usePlot(props);
  return (
    <div className="relative min-w-0 flex-1">
      <div ref={host} data-plot={props.topic} className="absolute inset-0" />
      <TimeSurface className="absolute! inset-y-0 right-0 left-16" onStretch={props.onStretch}>
        <StretchBand topic={props.topic} />
      </TimeSurface>
    </div>
  );
}

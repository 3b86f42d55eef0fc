"use client";
import { Deck, OrthographicView } from "@deck.gl/core";
import { useEffect, useImperativeHandle, useMemo, useRef, type Ref } from "react";
import { useEvent } from "../../../ui/use-event.ts";
import { zoomRange, type MapView } from "../model/map-view.ts";
import type { PaintedPoints } from "../model/paint-points.ts";
import { zoomFactor } from "../model/point-sizes.ts";
import type { ViewStore } from "../state/view-store.ts";
import { PointsLayer } from "./points-layer.ts";

export interface CanvasHandle {
  /** What is drawn now. */
  picture: () => HTMLCanvasElement | null;
}

interface PointsCanvasProps {
  handle: Ref<CanvasHandle>;
  views: ViewStore;
  /** Triples of x, y and 0. */
  positions: Float32Array;
  painted: PaintedPoints;
  basePixels: number;
  /** The view that shows all of it. */
  fit: MapView;
  onFail: () => void;
}

function createDeck(parent: HTMLDivElement, on: { look: (view: MapView) => void; fail: () => void }) {
  return new Deck({
    parent,
    views: new OrthographicView({ flipY: false }),
    controller: { dragRotate: false, keyboard: false, inertia: false, doubleClickZoom: true },
    useDevicePixels: Math.min(2, globalThis.devicePixelRatio),
    pickingRadius: 0,
    layers: [],
    style: { outline: "none" },
    // The list is what the keyboard's focus goes to; deck makes its canvas one more stop.
    onLoad: () => parent.querySelectorAll<HTMLElement>("[tabindex]").forEach((one) => (one.tabIndex = -1)),
    getCursor: ({ isDragging }) => (isDragging ? "grabbing" : "inherit"),
    onViewStateChange: ({ viewState }) => {
      const { target, zoom } = viewState as { target: number[]; zoom: number | number[] };
      on.look({ x: target[0] ?? 0, y: target[1] ?? 0, zoom: Array.isArray(zoom) ? (zoom[0] ?? 0) : zoom });
      return viewState;
    },
    onError: (error) => {
      if (/webgl|context|device/i.test(error.message)) on.fail();
    },
  });
}

/** The points, drawn by the graphics card; where one looks comes from `views`, and goes there when the pointer moves it. */
export function PointsCanvas({
  handle,
  views,
  positions,
  painted,
  basePixels,
  fit,
  onFail,
}: PointsCanvasProps) {
  const host = useRef<HTMLDivElement>(null);
  const deck = useRef<Deck<OrthographicView> | null>(null);
  const fail = useEvent(onFail);

  /** The same object for the same points, so that a change of the view sends nothing to the graphics card. */
  const data = useMemo(
    () => ({
      length: painted.marks.length / 2,
      attributes: {
        getPosition: { value: positions, size: 3 },
        getColor: { value: painted.colours, size: 4, normalized: true },
        getMark: { value: painted.marks, size: 2 },
      },
    }),
    [positions, painted],
  );

  const draw = useEvent((): void => {
    const { view } = views;
    deck.current?.setProps({
      viewState: { target: [view.x, view.y, 0], zoom: view.zoom, ...zoomRange(fit) },
      layers: [
        new PointsLayer({
          id: "points",
          data,
          pixels: basePixels * zoomFactor(view.zoom - fit.zoom),
          pickable: false,
          parameters: { depthWriteEnabled: true, depthCompare: "less-equal" },
        }),
      ],
    });
  });

  useEffect(() => {
    const parent = host.current;
    if (parent === null) return undefined;
    const made = createDeck(parent, { look: (view) => views.look(view), fail });
    deck.current = made;
    draw();
    const stop = views.subscribe(draw);
    return () => {
      stop();
      deck.current = null;
      made.finalize();
      // One that was still waiting for its graphics leaves its canvas behind.
      parent.replaceChildren();
    };
  }, [views, draw, fail]);
  useEffect(draw, [draw, data, basePixels, fit]);

  useImperativeHandle(handle, () => ({
    picture: () => {
      // What is not drawn in this very task, the browser has thrown away already.
      deck.current?.redraw("picture");
      return host.current?.querySelector("canvas") ?? null;
    },
  }));
  return <div ref={host} className="absolute inset-0" aria-hidden />;
}

"use client";
import type { ResolvedLane } from "@retake/collab/document";
import type { LabelSchema } from "@retake/collab/label-schema";
import { useEffect, type RefObject } from "react";
import { useStage } from "../../replay/player-context.tsx";
import { shareOf, type TimeSpan } from "../../replay/signals/view-window.ts";
import { lookOf } from "./lane-colours.ts";

/** Draws every label of a lane as a bar or a tick, however many there are: what is too narrow for an element is still seen. */
export function useLaneCanvas(
  canvas: RefObject<HTMLCanvasElement | null>,
  lane: ResolvedLane | undefined,
  schema: LabelSchema,
  width: number,
): void {
  const { view } = useStage();
  useEffect(() => {
    const context = canvas.current?.getContext("2d") ?? null;
    if (context === null || lane === undefined) return undefined;
    const colourOf = coloursOf(schema);
    const draw = (): void => drawLane(context, lane, colourOf, view.get(), width);
    draw();
    return view.subscribe(draw);
  }, [canvas, lane, schema, view, width]);
}

const HEIGHT_PX = 8;

function drawLane(
  context: CanvasRenderingContext2D,
  lane: ResolvedLane,
  colourOf: (label: string) => string,
  span: TimeSpan,
  width: number,
): void {
  const pixels = Math.max(1, Math.round(width * window.devicePixelRatio));
  // Setting its size also clears it.
  context.canvas.width = pixels;
  context.canvas.height = HEIGHT_PX;
  let drawn = { colour: "", to: -1 };
  for (const { label, start, end } of lane.visible) {
    const from = shareOf(span, start) * pixels;
    if (from > pixels) return;
    const to = Math.max(
      from + 1,
      end === null ? from + window.devicePixelRatio : shareOf(span, end) * pixels,
    );
    const colour = colourOf(label);
    // Of thousands in a few pixels, those that would change nothing are left out.
    if (to < 0 || (colour === drawn.colour && to <= drawn.to)) continue;
    drawn = { colour, to: Math.ceil(to) };
    context.fillStyle = colour;
    context.fillRect(from, 0, drawn.to - from, HEIGHT_PX);
  }
}

function coloursOf(schema: LabelSchema): (label: string) => string {
  const known = new Map<string, string>();
  return (label) => {
    const colour = known.get(label) ?? lookOf(schema, label).colour;
    known.set(label, colour);
    return colour;
  };
}

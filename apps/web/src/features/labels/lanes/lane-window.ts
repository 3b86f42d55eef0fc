import { shareOf, type TimeSpan } from "../../replay/signals/view-window.ts";

/** A segment narrower than this is drawn, not built: there is nothing to read or grasp. */
const BUILT_PX = 5;
/** Above this the widest are built, and all are drawn. */
const BUILT_MAX = 300;

/** A stretch of the lane, or a moment when it has no end; seconds. */
export interface Placed {
  id: string;
  start: number;
  end: number | null;
}

/** Those of a lane that get an element of their own: in sight and wide enough to point at. Moments always are. */
export function itemsInView<T extends Placed>(all: readonly T[], view: TimeSpan, widthPx: number): T[] {
  const perSecond = widthPx / Math.max(1e-9, view.to - view.from);
  const length = ({ start, end }: T): number => ((end ?? Infinity) - start) * perSecond;
  const seen = all.filter(
    (one) => (one.end ?? one.start) >= view.from && one.start <= view.to && length(one) >= BUILT_PX,
  );
  if (seen.length <= BUILT_MAX) return seen;
  const widest = new Set(seen.toSorted((a, b) => length(b) - length(a)).slice(0, BUILT_MAX));
  return seen.filter((one) => widest.has(one));
}

/** Left and width in percent of the view, for an element that spans `[start, end)`. */
export function placeInView(view: TimeSpan, start: number, end: number): { left: string; width: string } {
  const [left, right] = [shareOf(view, start), shareOf(view, end)];
  const from = Math.max(-0.02, left);
  return {
    left: `${(from * 100).toFixed(4)}%`,
    width: `${(Math.max(0, Math.min(1.02, right) - from) * 100).toFixed(4)}%`,
  };
}

/** The part of the time axis on the screen, seconds; `from < to`. */
export interface TimeSpan {
  from: number;
  to: number;
}

/** Zooming in stops at this span: finer than any sensor of a robot. */
const SPAN_MIN_S = 0.02;

/** `view` moved and shortened so that it lies inside `whole`. */
export function clampSpan(view: TimeSpan, whole: TimeSpan): TimeSpan {
  const length = Math.min(whole.to - whole.from, Math.max(SPAN_MIN_S, view.to - view.from));
  const from = Math.min(whole.to - length, Math.max(whole.from, view.from));
  return { from, to: from + length };
}

/** Zooms by `factor` (below 1: closer) and keeps the time under the pointer where it is. */
export function zoomSpan(view: TimeSpan, whole: TimeSpan, around: number, factor: number): TimeSpan {
  const length = Math.min(whole.to - whole.from, Math.max(SPAN_MIN_S, (view.to - view.from) * factor));
  const share = (around - view.from) / (view.to - view.from);
  return clampSpan({ from: around - share * length, to: around + (1 - share) * length }, whole);
}

export function panSpan(view: TimeSpan, whole: TimeSpan, seconds: number): TimeSpan {
  return clampSpan({ from: view.from + seconds, to: view.to + seconds }, whole);
}

/** Brings `t` back into sight without changing the zoom: the same span, a page on or back. Equal when it is in sight. */
export function followSpan(view: TimeSpan, whole: TimeSpan, t: number): TimeSpan {
  if (t >= view.from && t <= view.to) return view;
  const length = view.to - view.from;
  return clampSpan({ from: t - length * 0.1, to: t + length * 0.9 }, whole);
}

/** Share of `span` at which `t` lies, 0 to 1 when inside. */
export function shareOf(span: TimeSpan, t: number): number {
  return (t - span.from) / Math.max(1e-9, span.to - span.from);
}

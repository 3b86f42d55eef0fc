/** A part of the episode to play over and over; seconds, `from < to`. */
export interface LoopRange {
  from: number;
  to: number;
}

/** Sets the in-point; an out-point that would lie before it moves to the end. */
export function withLoopIn(loop: LoopRange | null, t: number, end: number): LoopRange | null {
  const to = loop !== null && loop.to > t ? loop.to : end;
  return to > t ? { from: t, to } : null;
}

/** Sets the out-point; an in-point that would lie after it moves to the start. */
export function withLoopOut(loop: LoopRange | null, t: number, start: number): LoopRange | null {
  const from = loop !== null && loop.from < t ? loop.from : start;
  return t > from ? { from, to: t } : null;
}

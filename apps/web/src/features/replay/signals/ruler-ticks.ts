import type { TimeSpan } from "./view-window.ts";

/** Room one label needs, px. */
const LABEL_PX = 76;
const NICE = [1, 2, 5];

/** Evenly spaced round times inside `span`, as many as fit into `width` pixels, with as many decimals as their step needs. */
export function rulerTicks(span: TimeSpan, width: number): { t: number; text: string }[] {
  const count = Math.max(1, Math.floor(width / LABEL_PX));
  const rough = (span.to - span.from) / count;
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const step = (NICE.find((nice) => nice * magnitude >= rough) ?? 10) * magnitude;
  const decimals = Math.max(0, Math.min(3, -Math.floor(Math.log10(step) + 1e-9)));
  const ticks = [];
  for (let i = Math.ceil(span.from / step - 1e-9); i * step <= span.to + 1e-9; i++) {
    ticks.push({ t: i * step, text: `${(i * step).toFixed(decimals)} s` });
  }
  return ticks;
}

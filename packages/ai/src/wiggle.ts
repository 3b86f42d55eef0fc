export {
  findStretches,
  STRETCH_SCORE_MIN,
  type Stretch,
  type StretchOptions,
} from "./wiggle/find-stretches.ts";
export { medianStep, resample, type EvenSignal } from "./wiggle/resample.ts";
export { slidingDots } from "./wiggle/sliding-dots.ts";

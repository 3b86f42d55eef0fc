import type { SignalColumns } from "../types.ts";
import { arcLength, motionPath } from "./motion-path.ts";
import { motionRhythm } from "./motion-rhythm.ts";
import type { MotionSignals } from "./motion-signals.ts";
import { motionStyle, motionTempo, type StyleName } from "./motion-style.ts";
import { rangeFeatures } from "./range-features.ts";
import { resample, smooth, type Track } from "./resample.ts";
import { applyScale, type RobustScale } from "./robust-scale.ts";

const SMOOTH_S = 0.5;

export interface MotionTracks {
  state: Track;
  action: Track | null;
}

export interface MotionScales {
  state: RobustScale;
  action: RobustScale | null;
}

/** What an episode's motion is described by. The first three mean something within one space only. */
export interface MotionFeatures {
  ranges: number[];
  path: number[];
  rhythm: number[];
  tempo: number[];
  style: Record<StyleName, number>;
}

export function motionTracks({ state, action }: MotionSignals & { state: SignalColumns }): MotionTracks {
  return { state: resample(state), action: action === null ? null : resample(action) };
}

export function motionFeatures({ state, action }: MotionTracks, scales: MotionScales): MotionFeatures {
  const scaled = applyScale(state, scales.state);
  const moved = smooth(scaled, SMOOTH_S);
  const length = arcLength(moved);
  const told =
    scales.action === null || action === null ? [] : rangeFeatures(applyScale(action, scales.action), false);
  return {
    ranges: [...rangeFeatures(scaled, true), ...told],
    path: motionPath(moved, length),
    rhythm: motionRhythm(moved),
    tempo: motionTempo(length),
    style: motionStyle(moved, length),
  };
}

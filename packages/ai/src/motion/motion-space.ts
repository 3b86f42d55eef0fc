import type { EpisodeMeta, SignalColumns } from "../types.ts";
import { type BlockFit, embedBlock, fitBlock, sixDigits } from "./feature-block.ts";
import { motionFeatures, type MotionScales, motionTracks } from "./motion-features.ts";
import { motionSignals, motionSpaceKey } from "./motion-signals.ts";
import { STYLE, type StyleName, TEMPO_BINS } from "./motion-style.ts";
import { type RobustScale, robustScale } from "./robust-scale.ts";
import { placeInSpace, SIGNATURE_DIMS } from "./space-place.ts";

const RANGE_AXES = 8;
const PATH_AXES = 16;
const RHYTHM_AXES = 16;
const STYLE_NAMES = Object.keys(STYLE) as StyleName[];
/** Shares of the squared distance; docs/decisions/012 has how they were found. */
const SHARE = { ranges: 0.2, path: 0.2, rhythm: 0.8, tempo: 0.4, style: 0.4 };
/** Episodes that a fit is made from; more are sampled evenly. */
const SAMPLES_MAX = 500;
/** Spreads from the middle. */
const OUTLIER = 3;

/** Length of every motion vector: what means the same for every robot, then what means something within the space, then the space. */
export const MOTION_DIMS =
  TEMPO_BINS + STYLE_NAMES.length + RANGE_AXES + PATH_AXES + RHYTHM_AXES + SIGNATURE_DIMS;

/** How the episodes of one space become vectors. Plain JSON. */
export interface MotionSpaceFit extends MotionScales {
  recipe: 1;
  key: string;
  ranges: BlockFit;
  path: BlockFit;
  rhythm: BlockFit;
}

/** One episode that a space is fitted to. */
export interface MotionSample {
  signals: readonly SignalColumns[];
  /** Of its metadata a motion is told nothing but the robot: never outcome, reward or task. */
  meta: Pick<EpisodeMeta, "robotType">;
}

/**
 * Fits a space to episodes of one {@link motionSpaceKey}; of more than {@link SAMPLES_MAX}, as many are taken evenly.
 * @throws RangeError for none, or when nothing moves in the first
 */
export function fitMotionSpace(samples: readonly MotionSample[]): MotionSpaceFit {
  const [one] = samples;
  const key = one === undefined ? null : motionSpaceKey(one.signals, one.meta);
  if (key === null) throw new RangeError("no episode with motion to fit a space to");
  const step = Math.max(1, samples.length / SAMPLES_MAX);
  const chosen = samples.filter((_, n) => Math.floor(n / step) !== Math.floor((n - 1) / step));
  const tracks = chosen.flatMap(({ signals }) => {
    const { state, action } = motionSignals(signals);
    return state === null ? [] : [motionTracks({ state, action })];
  });
  const actions = tracks.flatMap(({ action }) => (action === null ? [] : [action]));
  const scales = {
    state: rounded(robustScale(tracks.map(({ state }) => state))),
    action: actions.length === tracks.length ? rounded(robustScale(actions)) : null,
  };
  const features = tracks.map((track) => motionFeatures(track, scales));
  const rows = (name: "ranges" | "path" | "rhythm"): number[][] => features.map((one) => one[name]);
  return {
    recipe: 1,
    key,
    ...scales,
    ranges: fitBlock(rows("ranges"), RANGE_AXES, { standardised: true }),
    path: fitBlock(rows("path"), PATH_AXES, { standardised: false }),
    rhythm: fitBlock(rows("rhythm"), RHYTHM_AXES, { standardised: false }),
  };
}

/**
 * An episode's motion in {@link MOTION_DIMS} numbers. Euclidean distance compares any two; those of one space much more finely.
 * @throws RangeError for an episode of another space
 */
export function motionVector(
  fit: MotionSpaceFit,
  signals: readonly SignalColumns[],
  meta: Pick<EpisodeMeta, "robotType">,
): Float32Array {
  const key = motionSpaceKey(signals, meta);
  const { state, action } = motionSignals(signals);
  if (state === null || key !== fit.key)
    throw new RangeError(`an episode of ${key ?? "no space"} in ${fit.key}`);
  const { tempo, style, ...own } = motionFeatures(motionTracks({ state, action }), fit);
  const scalars = STYLE_NAMES.map((name) => (style[name] - STYLE[name].middle) / STYLE[name].spread);
  return Float32Array.from([
    ...shared(tempo, SHARE.tempo),
    ...shared(scalars, SHARE.style),
    ...placeInSpace(key, [
      ...padded(embedBlock(fit.ranges, own.ranges), RANGE_AXES, SHARE.ranges),
      ...padded(embedBlock(fit.path, own.path), PATH_AXES, SHARE.path),
      ...padded(embedBlock(fit.rhythm, own.rhythm), RHYTHM_AXES, SHARE.rhythm),
    ]),
  ]);
}

/** Values of mean square about 1 each → about `share` all together. */
function shared(values: readonly number[], share: number): number[] {
  const weight = Math.sqrt(share / values.length);
  return values.map((value) => Math.max(-OUTLIER, Math.min(OUTLIER, value)) * weight);
}

/** A block of mean square 1 → `share`; a space of few episodes has fewer axes. */
function padded(values: readonly number[], axes: number, share: number): number[] {
  return Array.from({ length: axes }, (_, axis) => (values[axis] ?? 0) * Math.sqrt(share));
}

function rounded({ middle, spread }: RobustScale): RobustScale {
  return { middle: sixDigits(middle), spread: sixDigits(spread) };
}

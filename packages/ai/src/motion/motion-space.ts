import { seededRandom } from "../neighbours/seeded-random.ts";
import type { EpisodeMeta, SignalColumns } from "../types.ts";
import { hashText, motionSignals, motionSpaceKey } from "./motion-signals.ts";
import { arcLength, motionPath } from "./motion-path.ts";
import { motionStyle, motionTempo, STYLE, type StyleName, TEMPO_BINS } from "./motion-style.ts";
import { principalAxes, project } from "./principal-axes.ts";
import { rangeFeatures } from "./range-features.ts";
import { resample, smooth, type Track } from "./resample.ts";
import { applyScale, type RobustScale, robustScale } from "./robust-scale.ts";

const AXES = 16;
const SIGNATURE_DIMS = 12;
const STYLE_NAMES = Object.keys(STYLE) as StyleName[];
const SMOOTH_S = 0.5;
/** Episodes that a fit is made from; more are sampled evenly. */
const SAMPLES_MAX = 500;
/** Features vary at least this much, in robust units: a space of two equal episodes must not blow up their noise. */
const SPREAD_MIN = 0.05;
const RMS_MIN = 0.2;
const OUTLIER = 4;

/** Shares of the whole that the robot-independent parts have. */
const TEMPO_SHARE = 0.1;
const STYLE_SHARE = 0.1;
/** How far spaces lie apart: further than two episodes of one space usually do. */
const SIGNATURE_LENGTH = 2.5;

/** Length of every motion vector: what is meant by a space's own axes, then what means the same for every robot, then the space. */
export const MOTION_DIMS = AXES + AXES + TEMPO_BINS + STYLE_NAMES.length + SIGNATURE_DIMS;

/** How the episodes of one space become vectors. Plain JSON. */
export interface MotionSpaceFit {
  recipe: 1;
  key: string;
  state: RobustScale;
  action: RobustScale | null;
  stats: BlockFit;
  path: BlockFit;
}

/** Features → coordinates on their principal axes, of mean square 1 all together. */
interface BlockFit {
  middle: number[];
  spread: number[];
  axes: number[][];
  gain: number;
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
    return state === null
      ? []
      : [{ state: resample(state), action: action === null ? null : resample(action) }];
  });
  const actions = tracks.flatMap(({ action }) => (action === null ? [] : [action]));
  const scales = {
    state: rounded(robustScale(tracks.map(({ state }) => state))),
    action: actions.length === tracks.length && actions.length > 0 ? rounded(robustScale(actions)) : null,
  };
  const features = tracks.map((track) => featuresOf(track, scales));
  return {
    recipe: 1,
    key,
    ...scales,
    stats: fitBlock(
      features.map(({ stats }) => stats),
      true,
    ),
    path: fitBlock(
      features.map(({ path }) => path),
      false,
    ),
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
  if (key !== fit.key) throw new RangeError(`an episode of ${key ?? "no space"} in ${fit.key}`);
  const vector = new Float32Array(MOTION_DIMS);
  const { state, action } = motionSignals(signals);
  if (state !== null) {
    const track = { state: resample(state), action: action === null ? null : resample(action) };
    const { stats, path, tempo, style } = featuresOf(track, fit);
    vector.set(embedBlock(fit.stats, stats), 0);
    vector.set(embedBlock(fit.path, path), AXES);
    vector.set(
      tempo.map((value) => clip(value) * Math.sqrt(TEMPO_SHARE / TEMPO_BINS)),
      2 * AXES,
    );
    const share = Math.sqrt(STYLE_SHARE / STYLE_NAMES.length);
    vector.set(
      STYLE_NAMES.map((name) => clip((style[name] - STYLE[name].middle) / STYLE[name].spread) * share),
      2 * AXES + TEMPO_BINS,
    );
  }
  vector.set(signature(fit.key), MOTION_DIMS - SIGNATURE_DIMS);
  return vector;
}

interface Features {
  stats: number[];
  path: number[];
  tempo: number[];
  style: Record<StyleName, number>;
}

function featuresOf(
  { state, action }: { state: Track; action: Track | null },
  scales: Pick<MotionSpaceFit, "state" | "action">,
): Features {
  const scaled = applyScale(state, scales.state);
  const moved = smooth(scaled, SMOOTH_S);
  const length = arcLength(moved);
  const told =
    scales.action === null || action === null ? [] : rangeFeatures(applyScale(action, scales.action), false);
  return {
    stats: [...rangeFeatures(scaled, true), ...told],
    path: motionPath(moved, length),
    tempo: motionTempo(length),
    style: motionStyle(moved, length),
  };
}

/** @param standardised whether each feature counts alike, however much it varies */
function fitBlock(rows: readonly number[][], standardised: boolean): BlockFit {
  const { centre } = principalAxes(rows, 0);
  const spread = Array.from(centre, (middle, d) => {
    if (!standardised) return 1;
    const squares = rows.reduce((sum, row) => sum + (row[d]! - middle) ** 2, 0);
    return Math.max(SPREAD_MIN, Math.sqrt(squares / rows.length));
  });
  const block: BlockFit = { middle: round(centre), spread: round(spread), axes: [], gain: 1 };
  const standard = rows.map((row) => standardise(block, row));
  block.axes = principalAxes(standard, AXES).axes.map((axis) => round(axis));
  const squares = rows.reduce((sum, row) => sum + embedBlock(block, row).reduce((s, v) => s + v * v, 0), 0);
  block.gain = 1 / Math.max(RMS_MIN, Math.sqrt(squares / Math.max(1, rows.length)));
  return block;
}

function embedBlock(block: BlockFit, row: readonly number[]): number[] {
  const standard = standardise(block, row);
  const origin = new Float64Array(standard.length);
  return block.axes.map((axis) => project(standard, origin, axis) * block.gain);
}

function standardise({ middle, spread }: BlockFit, row: readonly number[]): Float64Array {
  return Float64Array.from(middle, (centre, d) => clip(((row[d] ?? centre) - centre) / (spread[d] ?? 1)));
}

/** A direction of its own for every space. */
function signature(key: string): number[] {
  const random = seededRandom(hashText(key));
  const direction = Array.from({ length: SIGNATURE_DIMS }, () => random() + random() + random() - 1.5);
  const length = Math.hypot(...direction);
  return direction.map((value) => (value * SIGNATURE_LENGTH) / length);
}

function clip(value: number): number {
  return Math.max(-OUTLIER, Math.min(OUTLIER, value));
}

/** Six digits: a tenth of the text in the database, and a fit that is read back is the fit that was made. */
function round(values: ArrayLike<number>): number[] {
  return Array.from(values, (value) => Number(value.toPrecision(6)));
}

function rounded({ middle, spread }: RobustScale): RobustScale {
  return { middle: round(middle), spread: round(spread) };
}

import type { SampledSignal } from "./sampled-signal.ts";
import { isGeneric } from "./sampled-signal.ts";
import { rowAt, smooth } from "./series.ts";
import type { Body } from "./types.ts";

const AXIS = /^(.*?)[._/ -]?(?:pos(?:ition)?[._-]?)?([xyz])$/i;
const POSITION = /(position|pos|xyz|tcp|eef|ee|translation)$/i;
const GOAL = /goal|target/i;
const SMOOTH_S = 0.15;
/** Where most of a way was made. */
const [BEGUN, DONE] = [0.05, 0.95];
/** A body that moves less than this share of the widest way stands still. */
const STILL_SHARE = 0.02;
const BODIES_MAX = 6;

interface Track {
  name: string;
  isObject: boolean;
  t: Float64Array;
  axes: Float64Array[];
  unit: string | null;
}

/** Points in space whose coordinates were recorded: named `cube.x`, `cube.y`, or in a topic of two or three dimensions named for a position. */
export function findBodies(robot: readonly SampledSignal[], surroundings: readonly SampledSignal[]): Body[] {
  const tracks = [
    ...surroundings.flatMap((signal) => tracksOf(signal, true)),
    ...robot.flatMap((signal) => tracksOf(signal, false)),
  ];
  const goals = tracks.filter(({ name }) => GOAL.test(name));
  const moving = tracks
    .filter((track) => !goals.includes(track))
    .map((track) =>
      bodyOf(
        track,
        goals.find(({ isObject }) => isObject === track.isObject),
      ),
    );
  const widest = Math.max(0, ...moving.map(({ path }) => path.value));
  const seen = new Set<string>();
  return moving
    .filter(({ path, name }) => path.value > widest * STILL_SHARE && !seen.has(name) && seen.add(name))
    .slice(0, BODIES_MAX);
}

function tracksOf({ topic, t, columns, names, units, dimsTotal }: SampledSignal, isObject: boolean): Track[] {
  const groups = new Map<string, number[]>();
  for (const [column, name] of names.entries()) {
    const [, body = "", axis] = AXIS.exec(name ?? "") ?? [];
    if (axis !== undefined) groups.set(body, [...(groups.get(body) ?? []), column]);
  }
  const place = topic.split("/").at(-1) ?? "";
  if (
    groups.size === 0 &&
    names.every(isGeneric) &&
    (dimsTotal === 2 || dimsTotal === 3) &&
    POSITION.test(place)
  )
    groups.set(place.replace(POSITION, "") || place, [...columns.keys()]);
  return [...groups].flatMap(([body, found]) => {
    const unit = units[found[0] ?? 0] ?? null;
    if (found.length < 2 || found.length > 3 || found.some((column) => (units[column] ?? null) !== unit))
      return [];
    const axes = found.map((column) => smooth(t, columns[column] ?? new Float64Array(0), SMOOTH_S));
    return [{ name: body.replace(/[._]+/g, " ").trim() || "hand", isObject, t, axes, unit }];
  });
}

function bodyOf({ name, isObject, t, axes, unit }: Track, goal: Track | undefined): Body {
  const way = new Float64Array(t.length);
  const between = (a: number, b: number): number =>
    Math.hypot(...axes.map((axis) => (axis[a] ?? 0) - (axis[b] ?? 0)));
  for (let row = 1; row < t.length; row++) way[row] = (way[row - 1] ?? 0) + between(row, row - 1);
  const whole = way.at(-1) ?? 0;
  const when = (share: number): number => t[way.findIndex((one) => one >= share * whole)] ?? 0;
  const up = axes.length === 3 ? axes[2] : undefined;
  const lifted =
    up === undefined ? null : up.reduce((most, value) => Math.max(most, value - (up[0] ?? 0)), 0);
  const toGoal = (row: number): number =>
    Math.hypot(
      ...(goal?.axes ?? []).map(
        (axis, i) => (axes[i]?.[row] ?? 0) - (axis[rowAt(goal?.t ?? t, t[row] ?? 0)] ?? 0),
      ),
    );
  return {
    name,
    isObject,
    path: { value: whole, unit },
    moved: { value: between(t.length - 1, 0), unit },
    lifted: lifted === null ? null : { value: lifted, unit },
    from: when(BEGUN),
    to: when(DONE),
    goalDistance: goal === undefined || !isObject ? null : { start: toGoal(0), end: toGoal(t.length - 1) },
  };
}

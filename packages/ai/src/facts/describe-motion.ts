import { capitalised, figure, listed, quantity, seconds } from "./phrases.ts";
import type { Body, EpisodeFacts, MotionFacts, Mover } from "./types.ts";

const MOVERS_TOLD = 3;
const BODIES_TOLD = 3;
/** Pauses before the first closing. */
const HESITATES = 2;

/** What moved how far and when, where it stood still and how it ended. */
export function describeMotion({ motion, durationS }: EpisodeFacts): string[] {
  if (motion === null) return [];
  if (motion.movers.length === 0 && motion.grips.every(({ moves }) => moves.length === 0))
    return [`Nothing moves: ${motion.topic} stays the same for the whole episode.`];
  return [
    ...motion.bodies.slice(0, BODIES_TOLD).map(bodySentence),
    ...moverSentences(motion),
    ...stillness(motion, durationS),
  ];
}

function bodySentence({ name, isObject, path, moved, lifted, from, to, goalDistance }: Body): string {
  const who = isObject
    ? `the ${name}`
    : /^(eef?|tcp|hand)$/i.test(name)
      ? "the end effector (hand)"
      : `the ${name}`;
  const isLifted = isObject && lifted !== null && lifted.value > 0.1 * path.value;
  const up = isLifted ? `, lifted by ${quantity(lifted)}` : "";
  const near =
    goalDistance === null
      ? ""
      : `; its distance to the goal went from ${figure(goalDistance.start)} to ${figure(goalDistance.end)}`;
  const net = moved.value < 0.9 * path.value ? `, ending ${quantity(moved)} from where it began` : "";
  return `${who} travels ${quantity(path)} between ${seconds(from)} and ${seconds(to)}${up}${net}${near}.`;
}

function moverSentences(motion: MotionFacts): string[] {
  const [first, ...others] = motion.movers.slice(0, MOVERS_TOLD);
  if (first === undefined) return ["Only the gripper moves, the arm stands still."];
  const rest =
    others.length === 0
      ? ""
      : `, then ${listed(others.map((one) => `${one.name} (${quantity(one.range)})`))}`;
  const source = motion.isCommand ? " as commanded" : "";
  const only = motion.movingDims === 1 ? "Only " : "";
  const most = motion.movingDims === 1 ? "moves" : "moves most";
  const net = Math.abs(first.net.value) < 0.1 * first.range.value ? " and comes back" : "";
  return [
    ...sides(motion.movers),
    `${only}${only === "" ? capitalised(first.name) : first.name} ${most}${source}: over a range of ${quantity(first.range)}, ` +
      `travelling ${quantity(first.travel)}${net}, mostly from ${seconds(first.from)} to ${seconds(first.to)}, fastest at ${seconds(first.fastestAt)}${rest}.`,
  ];
}

function sides(movers: readonly Mover[]): string[] {
  const travel = (side: RegExp): number =>
    movers.filter(({ name }) => side.test(name)).reduce((sum, one) => sum + one.travel.value, 0);
  const [left, right] = [travel(/\bleft\b/i), travel(/\bright\b/i)];
  if (left + right === 0) return [];
  const share = Math.max(left, right) / (left + right);
  const more = left > right ? "left" : "right";
  if (share > 0.9) return [`Mostly the ${more} arm moves.`];
  return [share < 0.6 ? "Both arms move (bimanual)." : `Both arms move (bimanual), the ${more} one more.`];
}

function stillness(motion: MotionFacts, durationS: number): string[] {
  const { pauses, idleHeadS, idleTailS, movingShare, endsStill } = motion;
  const told: string[] = [];
  const longest = pauses.reduce(
    (best, one) => (one.end - one.start > best.end - best.start ? one : best),
    pauses[0] ?? { start: 0, end: 0 },
  );
  if (pauses.length > 0)
    told.push(
      pauses.length === 1
        ? `pauses once, for ${seconds(longest.end - longest.start)} at ${seconds(longest.start)}`
        : `pauses ${pauses.length} times, longest for ${seconds(longest.end - longest.start)} at ${seconds(longest.start)}`,
    );
  else told.push("moves without a pause");
  const grasp = motion.grips.flatMap(({ moves }) => moves).find(({ kind }) => kind === "close");
  if (grasp !== undefined && pauses.filter(({ end }) => end <= grasp.start).length >= HESITATES)
    told.push("hesitates before the grasp");
  if (idleHeadS > 0) told.push(`waits ${seconds(idleHeadS)} before it starts`);
  if (idleTailS > 0) told.push(`is idle for the last ${seconds(idleTailS)}`);
  else told.push(endsStill ? "ends still" : "is still moving when the recording ends");
  const share = durationS > 0 ? ` It moves ${Math.round(100 * movingShare)} % of the time.` : "";
  return [`The robot ${listed(told)}.${share}`];
}

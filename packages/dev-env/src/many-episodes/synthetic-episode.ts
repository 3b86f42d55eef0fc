import { createRandom, normal, pick } from "./random.ts";

/** What a robot does with a thing: a cluster of the map, and a dataset. */
export interface Behaviour {
  slug: string;
  robotType: string;
  task: string;
  /** Whether its episodes hold something, and so grasp and let go of it. */
  grasps: boolean;
}

export interface SyntheticFinding {
  kind: string;
  start: number;
  end: number | null;
  text: string;
}

export interface SyntheticEpisode {
  episodeIndex: number;
  behaviour: number;
  task: string;
  robotType: string;
  operator: string;
  outcome: "success" | "failure" | null;
  durationS: number;
  totalReward: number | null;
  rating: number | null;
  tags: string[];
  notes: string | null;
  people: string;
  description: string;
  findings: SyntheticFinding[];
}

const ACTS = ["pick up", "push", "stack", "pour", "open", "wipe", "insert", "sort"];
const THINGS = ["the red cube", "a cup", "the drawer", "a T-shaped block", "the peg", "a towel", "two bolts"];
const PLACES = ["into the box", "on the plate", "to the left edge", "beside the bowl", "against the wall"];
const ROBOTS = ["so101", "aloha", "cr5", "gr1", "pusht"];
const OPERATORS = ["ada", "bruno", "chen", "dara", "emre"];
const TAGS = ["demo", "retake", "night", "calibrated", "gripper-b"];
const NOTES = ["slipped once at the edge", "very smooth", "camera shook", "operator corrected by hand"];

/** The same for the same number. */
export function behaviours(count: number): Behaviour[] {
  const random = createRandom(count);
  return Array.from({ length: count }, (_, k) => {
    const act = pick(random, ACTS);
    const task = `${act} ${pick(random, THINGS)} ${pick(random, PLACES)}`;
    const robotType = ROBOTS[k % ROBOTS.length] ?? "so101";
    return { slug: `synthetic.${robotType}-${k}`, robotType, task, grasps: act !== "push" && act !== "wipe" };
  });
}

/** Episode `n` of all; nothing of it depends on how many there are. */
export function syntheticEpisode(seed: number, n: number, all: readonly Behaviour[]): SyntheticEpisode {
  const random = createRandom(seed * 1_000_003 + n);
  const behaviour = n % all.length;
  const { task, robotType, grasps } = all[behaviour] ?? { task: "", robotType: "", grasps: false };
  const durationS = Math.round((6 + 40 * random() ** 2) * 10) / 10;
  const share = random();
  const outcome = share < 0.62 ? "success" : share < 0.9 ? "failure" : null;
  const findings = grasps ? graspFindings(random, durationS) : [];
  const notes = random() < 0.15 ? pick(random, NOTES) : null;
  const travel = (0.4 + random() * 3).toFixed(2);
  const ending = outcome === null ? "its outcome is not known" : `it ended in ${outcome}`;
  return {
    episodeIndex: Math.floor(n / all.length),
    behaviour,
    task,
    robotType,
    operator: pick(random, OPERATORS),
    outcome,
    durationS,
    totalReward:
      outcome === null ? null : Math.round((random() * 80 + (outcome === "success" ? 100 : 0)) * 100) / 100,
    rating: random() < 0.2 ? 1 + Math.floor(random() * 5) : null,
    tags: random() < 0.3 ? [pick(random, TAGS)] : [],
    notes,
    people: notes ?? "",
    description:
      `A ${robotType} robot was told to ${task}. It took ${durationS} s and ${ending}. The arm travelled ${travel} m. ` +
      findings.map(({ text }) => `${text}.`).join(" "),
    findings,
  };
}

function graspFindings(random: () => number, durationS: number): SyntheticFinding[] {
  const start = Math.round(durationS * (0.1 + 0.3 * random()) * 10) / 10;
  const end = Math.round(durationS * (0.6 + 0.3 * random()) * 10) / 10;
  const found: SyntheticFinding[] = [
    { kind: "grasp", start, end: null, text: `The gripper closed on something at ${start} s` },
    { kind: "release", start: end, end: null, text: `The gripper let go at ${end} s` },
  ];
  if (random() < 0.3) {
    const at = Math.round(((start + end) / 2) * 10) / 10;
    found.push({ kind: "retry", start: at, end: null, text: `It tried the grasp again at ${at} s` });
  }
  return found;
}

/** Around the centre of its behaviour; centres do not depend on the seed. */
export function syntheticVector(behaviour: number, n: number, seed: number, dims: number): Float32Array {
  const centre = createRandom(behaviour + 1);
  const own = createRandom(seed * 7_368_787 + n);
  const vector = new Float32Array(dims);
  for (let d = 0; d < dims; d += 1) vector[d] = normal(centre) + 0.25 * normal(own);
  return vector;
}

/** Of length 1, in no particular direction. */
export function randomUnitVector(seed: number, dims: number): Float32Array {
  const random = createRandom(seed);
  const vector = new Float32Array(dims);
  let square = 0;
  for (let d = 0; d < dims; d += 1) {
    const value = random() + random() - 1;
    vector[d] = value;
    square += value * value;
  }
  const length = Math.sqrt(square);
  for (let d = 0; d < dims; d += 1) vector[d] = (vector[d] ?? 0) / length;
  return vector;
}

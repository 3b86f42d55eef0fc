import { free, mixed, structured, type EvalQuery } from "./eval-query.ts";
import { SAMPLE, type KnownEpisode } from "./relevance.ts";

// Written down before any tuning of the search, and not changed to suit it: a query that does badly stays.

/** Datasets by folder; all but the first come from RETAKE_TEST_DATA. */
export const EVAL_DATASETS = [
  SAMPLE,
  "pusht-206ep-v30-novideo",
  "cr5-grasp-cube-v21",
  "gr1-picknplace-v20",
  "aloha-sim-v21",
  "so101-pickplace-v30",
] as const;

const PUSHT = "pusht-206ep-v30-novideo";
const CR5 = "cr5-grasp-cube-v21";
const GR1 = "gr1-picknplace-v20";
const ALOHA = "aloha-sim-v21";
const SO101 = "so101-pickplace-v30";

/** What people add after the import, so that there is something of theirs to look for. */
export const ADDED: readonly (Partial<Pick<KnownEpisode, "operator" | "rating" | "tags">> & {
  dataset: string;
  index: readonly number[];
})[] = [
  { dataset: SO101, index: [0, 1, 2], operator: "Maria" },
  { dataset: GR1, index: [0, 1, 2, 3, 4], operator: "Tom Becker" },
  { dataset: SAMPLE, index: [6, 23], tags: ["regrasp"] },
  { dataset: SAMPLE, index: [1, 2, 3], rating: 5 },
  { dataset: SAMPLE, index: [4, 5], rating: 2 },
  { dataset: CR5, index: [1, 3], tags: ["keep", "night shift"] },
];

export const EVAL_QUERIES: readonly EvalQuery[] = [
  // filters
  structured("failed episodes from retake-sample", [{ dataset: SAMPLE, outcome: "failure" }]),
  structured("successful retake-sample episodes", [{ dataset: SAMPLE, outcome: "success" }]),
  structured("dataset:retake-sample outcome:success longer than 10 s", [
    { dataset: SAMPLE, outcome: "success", longerS: 10 },
  ]),
  structured("retake-sample shorter than 4.2 seconds", [{ dataset: SAMPLE, shorterS: 4.2 }]),
  structured("retake-sample between 6 and 7 s", [{ dataset: SAMPLE, between: [6, 7] }]),
  structured("pusht episodes longer than 20 s", [{ dataset: PUSHT, longerS: 20 }]),
  structured("pusht with reward above 80", [{ dataset: PUSHT, rewardMin: 80 }]),
  structured("pusht reward below 10", [{ dataset: PUSHT, rewardMax: 10 }]),
  structured("pusht with at least 200 frames", [{ dataset: PUSHT, framesMin: 200 }]),
  structured("top 5 pusht by reward", [{ dataset: PUSHT }], { order: "-reward", limit: 5 }),
  structured("longest pusht episodes", [{ dataset: PUSHT }], { order: "-duration" }),
  structured("shortest so101 episodes", [{ dataset: SO101 }], { order: "duration" }),
  structured("episodes by maria", [{ dataset: SO101, operator: "Maria" }]),
  structured('operator:"Tom Becker"', [{ dataset: GR1, operator: "Tom Becker" }]),
  structured("label regrasp", [{ tag: "regrasp" }]),
  structured('label:"night shift"', [{ tag: "night shift" }]),
  structured("rated at least 4", [{ ratingMin: 4 }]),
  structured("episodes without an outcome from cr5", [{ dataset: CR5, outcome: "none" }]),
  structured("aloha longer than 9 seconds", [{ dataset: ALOHA, longerS: 9 }]),
  structured("robot:so101_follower frames over 300", [{ dataset: SO101, framesMin: 300 }]),
  structured("cr5 robot less than 9 s, shortest first", [{ dataset: CR5, shorterS: 9 }], {
    order: "duration",
  }),
  structured(
    "imported failures from retake-sample, highest reward first",
    [{ dataset: SAMPLE, outcome: "failure" }],
    { order: "-reward" },
  ),
  structured("label keep longer than 0.2 min", [{ tag: "keep", longerS: 12 }]),
  structured("gr1 under 17 s", [{ dataset: GR1, shorterS: 17 }]),

  // words of a task
  free("insert the peg", [{ task: "peg" }]),
  free("put a peg into a hole", [{ task: "peg" }]),
  free("assembly with tight tolerance", [{ task: "peg" }]),
  free("pass the cube from one arm to the other", [{ task: "transfer" }]),
  free("handover between two arms", [{ task: "transfer" }]),
  free("bimanual", [{ dataset: ALOHA }]),
  free("T-shaped block", [{ dataset: PUSHT }]),
  free("slide a T piece onto its goal in the plane", [{ dataset: PUSHT }]),
  free("pear", [{ task: "pear" }]),
  free("fruit on a plate", [{ task: "pear" }]),
  free("sweet potato", [{ task: "sweet potato" }]),
  free("vegetable", [{ task: "sweet potato" }]),
  free("seasoning", [{ task: "salt" }]),
  free("dessert", [{ task: "cupcake" }]),
  free("beef", [{ task: "meat" }]),
  free("kitchen counter", [{ dataset: GR1 }]),
  free("humanoid putting food on a dish", [{ dataset: GR1 }]),
  free("grasp cube", [{ dataset: CR5 }]),
  free("dobot cr5 arm", [{ dataset: CR5 }]),
  free("so-101", [{ dataset: SO101 }]),
  free("push the cube", [{ dataset: SAMPLE, task: "push" }]),
  free("shove the block to the mark", [{ dataset: SAMPLE, task: "push" }, { dataset: PUSHT }]),
  free("hover above the cube", [{ behaviour: ["reach", "reach_wide"] }]),
  free("approach without grasping", [{ behaviour: ["reach", "reach_wide"] }]),
  free("place the cube on the target", [{ dataset: SAMPLE, task: "pick up" }]),

  // what happened
  free("the cube slipped out of the gripper", [{ behaviour: ["place_slip"] }]),
  free("dropped the object while carrying it", [{ behaviour: ["place_slip"] }]),
  free("second grasp attempt", [{ behaviour: ["place_retry"] }]),
  free("tried again after missing", [{ behaviour: ["place_retry"] }]),
  free("hesitation before the grasp", [{ behaviour: ["place_hesitant"] }]),
  free("closed the gripper on nothing", [{ behaviour: ["place_miss", "place_retry"] }]),
  free("missed the cube and never got it", [{ behaviour: ["place_miss"] }]),
  free("long pause", [{ behaviour: ["place_hesitant", "reach", "reach_wide"] }]),

  // both
  mixed("failed pick and place in retake-sample", [{ dataset: SAMPLE, outcome: "failure", task: "pick up" }]),
  mixed("successful pushes of the cube", [{ dataset: SAMPLE, outcome: "success", task: "push" }]),
  mixed("failed push in retake-sample", [{ behaviour: ["push_astray"] }]),
  mixed("regrasp that succeeded, longer than 9 s", [{ behaviour: ["place_retry"], longerS: 9 }]),
  mixed("peg insertion over 9 s", [{ task: "peg", longerS: 9 }]),
  mixed("successful grasps with a pause in retake-sample", [{ behaviour: ["place_hesitant"] }]),
  mixed("pick food longer than 20 s", [{ dataset: GR1, longerS: 20 }]),
  mixed("slips shorter than 6.65 s", [{ behaviour: ["place_slip"], shorterS: 6.65 }]),
  mixed("failed reach", [{ behaviour: ["reach_wide"] }]),
  mixed("high reward pushing of the T", [{ dataset: PUSHT, rewardMin: 34 }]),
];

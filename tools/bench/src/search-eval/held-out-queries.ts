import { free, mixed, type EvalQuery } from "./eval-query.ts";
import { SAMPLE } from "./relevance.ts";

// Held out: written before any answer to them was seen. Nothing may be tuned on them, and none may be changed or taken out because of how it does.

/** Over the same datasets as `EVAL_QUERIES`; what they say is how the search does on questions that it was not made for. */
export const HELD_OUT_QUERIES: readonly EvalQuery[] = [
  free("plug a pin into its receptacle", [{ task: "peg" }]),
  free("give the object to the other hand", [{ task: "transfer" }]),
  free("two-armed robot", [{ dataset: "aloha-sim-v21" }, { dataset: "gr1-picknplace-v20" }]),
  free("cake", [{ task: "cupcake" }]),
  free("a piece of steak", [{ task: "meat" }]),
  free("yam", [{ task: "sweet potato" }]),
  free("condiment", [{ task: "salt" }]),
  free("move groceries from the worktop to a dish", [{ dataset: "gr1-picknplace-v20" }]),
  free("letter shaped object pushed over the table", [{ dataset: "pusht-206ep-v30-novideo" }]),
  free("cr5 picks up a block", [{ dataset: "cr5-grasp-cube-v21" }]),
  free("follower arm pick and place", [{ dataset: "so101-pickplace-v30" }]),
  free("lost its grip on the cube", [{ behaviour: ["place_slip"] }]),
  free("it fell before it reached the target", [{ behaviour: ["place_slip"] }]),
  free("gripper came up empty", [{ behaviour: ["place_miss", "place_retry"] }]),
  free("needed two tries to get hold of the cube", [{ behaviour: ["place_retry"] }]),
  free("arm stands still before it picks", [{ behaviour: ["place_hesitant"] }]),
  free("stops over the cube and does not touch it", [{ behaviour: ["reach", "reach_wide"] }]),

  mixed("unsuccessful push of the cube", [{ behaviour: ["push_astray"] }]),
  mixed("successful pick and place of the cube", [{ dataset: SAMPLE, outcome: "success", task: "pick up" }]),
  mixed("retries longer than 8 seconds", [{ behaviour: ["place_retry"], longerS: 8 }]),
  mixed("failed, it let go of the cube too early", [{ behaviour: ["place_slip"], outcome: "failure" }]),
  mixed("aloha hands over the cube", [{ dataset: "aloha-sim-v21", task: "transfer" }]),
];

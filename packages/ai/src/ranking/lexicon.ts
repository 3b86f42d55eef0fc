/**
 * Words that people of the field use for the same thing; each group is a set of synonyms, written as they are typed. A word may be in several groups.
 * The texts that are searched say these things in the words of `packages/ai/facts`; without the lexicon a search for "fumble" finds no "slip".
 */
const GROUPS: readonly string[] = [
  "grasp grab grip pinch clutch seize",
  "pick lift raise hoist take",
  "place put set deposit drop-off lay position",
  "release let-go open ungrasp unhand",
  "push shove slide nudge poke sweep",
  "pull drag tug draw",
  "reach approach hover extend",
  "insert plug peg-in-hole insertion mate fit assemble assembly",
  "handover hand-over transfer pass exchange give bimanual",
  "bimanual dual-arm two-arm two-handed left right",
  "pour tip empty",
  "stack pile unstack",
  "fold unfold crease",
  "wipe clean scrub sweep",
  "rotate turn twist spin screw",
  "retry regrasp re-grasp reattempt again second another repeated",
  "slip drop fall lose lost fumble slipped dropped",
  "miss missed empty nothing beside fail",
  "pause hesitate hesitation wait stop still idle dwell stall",
  "collide collision bump hit crash contact touch",
  "jerk jerky shaky tremble vibrate oscillate jitter wobble",
  "smooth fluent steady",
  "fast quick rapid speedy",
  "slow sluggish careful",
  "gripper hand fingers claw end-effector jaw",
  "arm manipulator robot",
  "cube block box brick",
  "target goal mark spot zone destination",
  "plate dish tray bowl saucer",
  "hole socket slot receptacle port",
  "peg pin rod stick dowel",
  "table counter desk surface bench worktop",
  "food fruit vegetable meat meal kitchen grocery",
  "fruit pear apple banana orange peach lemon",
  "vegetable potato carrot tomato corn cucumber pepper",
  "meat beef steak chicken sausage",
  "salt pepper seasoning spice condiment",
  "cupcake dessert cake muffin pastry sweet cookie",
  "drink bottle can cup mug glass",
  "humanoid upper-body torso gr1",
  "joint motor axis servo actuator",
  "camera view picture image video",
  "frozen stuck constant flat unchanged",
  "gap dropout missing interruption",
  "jump spike glitch discontinuity",
];

const groupsOf = new Map<string, string[][]>();
for (const group of GROUPS) {
  const words = group.split(" ");
  for (const word of words) groupsOf.set(word, [...(groupsOf.get(word) ?? []), words]);
}

/** All its words: none of them is a name of its own. */
export const LEXICON_WORDS: ReadonlySet<string> = new Set(groupsOf.keys());

/** Synonyms of the words, without the words themselves; endings of number and tense are seen through. */
export function synonymsOf(words: readonly string[]): string[] {
  const asked = new Set(words.flatMap(baseForms));
  const found = new Set<string>();
  for (const word of asked)
    for (const group of groupsOf.get(word) ?? []) for (const one of group) found.add(one);
  for (const word of asked) found.delete(word);
  return [...found];
}

/** `grasping` → grasping, grasp, graspe; wrong ones are in no group. */
function baseForms(word: string): string[] {
  const forms = [word];
  for (const [ending, length] of ENDINGS) {
    if (!word.endsWith(ending) || word.length - length < 3) continue;
    const stem = word.slice(0, -length);
    forms.push(stem, `${stem}e`);
    if (stem.at(-1) === stem.at(-2)) forms.push(stem.slice(0, -1));
    if (ending === "ies") forms.push(`${stem}y`);
  }
  return forms;
}

const ENDINGS: readonly (readonly [string, number])[] = [
  ["ies", 3],
  ["ing", 3],
  ["ed", 2],
  ["es", 2],
  ["s", 1],
  ["er", 2],
  ["tion", 4],
];

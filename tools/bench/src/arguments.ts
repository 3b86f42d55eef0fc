import { parseArgs } from "node:util";
import type { BenchPlan } from "./bench.ts";
import { PUSHT_EPISODES } from "./dataset/episode-source.ts";

export interface Arguments {
  plan: BenchPlan;
  markdown: boolean;
  help: boolean;
}

export const USAGE = `npm run bench -- [flags]
  --quick      206 episodes only, fewer questions
  --markdown   after it the tables as they stand in the README
  --help       this text
RETAKE_TEST_DATA=<folder> measures on the real PushT episodes in <folder>/pusht-206ep-v30-novideo; without it on synthetic ones.`;

const FULL: BenchPlan = {
  imported: PUSHT_EPISODES,
  sizes: [
    { episodes: PUSHT_EPISODES, counted: 40, warmUp: 20 },
    { episodes: 10_000, counted: 14, warmUp: 20 },
  ],
  besideEmpty: { counted: 300, warmUp: 400 },
  compared: 12,
};

const QUICK: BenchPlan = {
  imported: PUSHT_EPISODES,
  sizes: [{ episodes: PUSHT_EPISODES, counted: 10, warmUp: 5 }],
  besideEmpty: { counted: 50, warmUp: 50 },
  compared: 6,
};

/** @throws TypeError for flags that do not exist */
export function readArguments(argv: readonly string[]): Arguments {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      quick: { type: "boolean", default: false },
      markdown: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  return { plan: values.quick ? QUICK : FULL, markdown: values.markdown, help: values.help };
}

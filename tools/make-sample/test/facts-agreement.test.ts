import { describeFacts, episodeFacts, type EpisodeFacts } from "@retake/ai/facts";
import type { EpisodeMeta, SignalColumns } from "@retake/ai/types";
import { expect, it } from "vitest";
import { SAMPLE_SEED } from "../src/sample.ts";
import { JOINTS } from "../src/sim/arm.ts";
import { makeEpisodes } from "../src/sim/make-episodes.ts";
import { type Behaviour, TASKS } from "../src/sim/plan.ts";
import { type Episode, FPS, type Row } from "../src/sim/simulate.ts";

const ENVIRONMENT = ["cube.x", "cube.y", "cube.z", "cube.yaw", "goal.x", "goal.y"];

function factsOf({ rows, task, success }: Episode, episodeIndex: number): EpisodeFacts {
  const t = Float64Array.from(rows, (_, row) => row / FPS);
  const topic = (name: string, names: readonly string[], of: (row: Row) => number[]): SignalColumns => ({
    topic: name,
    t,
    dims: names.length,
    values: rows.flatMap(of),
    names,
    units: [],
  });
  const meta: EpisodeMeta = {
    sessionId: `episode-${episodeIndex}`,
    source: "import",
    datasetName: "retake-sample",
    episodeIndex: null,
    task: TASKS[task] ?? null,
    tasks: [],
    robotType: "retake_sim_arm",
    operator: null,
    fps: FPS,
    durationS: (rows.length - 1) / FPS,
    totalFrames: rows.length,
    outcome: success ? "success" : "failure",
    totalReward: null,
    tags: [],
    rating: null,
    notes: null,
    cameras: [],
    labels: [],
    comments: [],
    marks: [],
    warnings: [],
  };
  return episodeFacts(meta, [
    topic("/observation/state", JOINTS, ({ state }) => state),
    topic("/action", JOINTS, ({ action }) => action),
    topic("/observation/environment_state", ENVIRONMENT, ({ environment }) => environment),
    topic("/next/reward", ["reward"], ({ reward }) => [reward]),
  ]);
}

/** What each plan leads to, as moments in time order; a pause may or may not be long enough for the others. */
const EXPECTED: Record<Behaviour, RegExp> = {
  place: /^holds release$/,
  place_hesitant: /^pause pause holds release$/,
  place_retry: /^missed retry release holds release$/,
  place_slip: /^holds slip release$/,
  place_miss: /^missed release$/,
  push: /^shut release$/,
  push_astray: /^shut release$/,
  reach: /^(pause ?)*$/,
  reach_wide: /^(pause ?)*$/,
};

/** The moments of an episode; of a closing how it ended. */
function story({ findings }: EpisodeFacts): string {
  const words = findings.flatMap(({ kind, text }) => {
    if (kind.startsWith("idle")) return [];
    if (kind !== "grasp") return [kind];
    return [/holds/.test(text) ? "holds" : /missed/.test(text) ? "missed" : "shut"];
  });
  return words.join(" ");
}

it("rules tell each of the sample's behaviours apart: grasps, misses, slips, second tries, hesitation, pushes", () => {
  const episodes = makeEpisodes(SAMPLE_SEED);
  const wrong = episodes.flatMap((episode, i) => {
    const told = story(factsOf(episode, i));
    return EXPECTED[episode.behaviour].test(told) ? [] : [`${i} ${episode.behaviour}: ${told}`];
  });
  expect(wrong).toEqual([]);
});

it("no two of the sample's episodes are described alike, although none says its number", () => {
  const texts = makeEpisodes(SAMPLE_SEED).map((episode, i) => describeFacts(factsOf(episode, i)));
  expect(new Set(texts).size).toBe(texts.length);
});

import { DEFAULT_LABEL_SCHEMA } from "@retake/collab/label-schema";
import { suggestLabels, type Motion } from "@retake/collab/suggest";
import { expect, it } from "vitest";
import { JOINTS } from "../src/sim/arm.ts";
import { makeEpisodes } from "../src/sim/make-episodes.ts";
import { type Episode, FPS } from "../src/sim/simulate.ts";
import { SAMPLE_SEED } from "../src/sample.ts";

const GRIPPER = 6;
/** Where a person would set the edge, give or take. */
const NEAR_S = 0.25;

function motionOf({ rows }: Episode, of: "state" | "action"): Motion {
  const t = rows.map((_, frame) => frame / FPS);
  return { t, values: rows.flatMap((row) => row[of]), dims: JOINTS.length, names: [...JOINTS] };
}

/** What the plan told the gripper, without the lag and noise of what it did: from when to when it was told to shut. */
function closings({ rows }: Episode): { from: number; to: number }[] {
  const sent = rows.map(({ action }) => action[GRIPPER] ?? 0);
  const found: { from: number; to: number }[] = [];
  let from: number | null = null;
  for (let frame = 1; frame < sent.length; frame++) {
    const falls = (sent[frame - 1] ?? 0) - (sent[frame] ?? 0) > 0.05;
    if (falls) from ??= frame - 1;
    else if (from !== null) {
      if ((sent[from] ?? 0) - (sent[frame - 1] ?? 0) > 20)
        found.push({ from: from / FPS, to: (frame - 1) / FPS });
      from = null;
    }
  }
  return found;
}

it("rules find where the sample's plan shut the gripper, and say where their edges lie", () => {
  const errors: number[] = [];
  let [planned, found, extra] = [0, 0, 0];
  for (const episode of makeEpisodes(SAMPLE_SEED)) {
    const truth = closings(episode);
    const grasps = suggestLabels(motionOf(episode, "state"), {
      schema: DEFAULT_LABEL_SCHEMA,
      durationS: episode.rows.length / FPS,
      snap: (t) => Math.round(t * FPS) / FPS,
      command: motionOf(episode, "action"),
    }).filter(({ label }) => label === "grasp");
    planned += truth.length;
    for (const { from, to } of truth) {
      const grasp = grasps.find(({ start }) => Math.abs(start - from) <= NEAR_S);
      if (grasp === undefined) continue;
      found += 1;
      errors.push(Math.abs(grasp.start - from), Math.abs((grasp.end ?? 0) - to));
    }
    extra += grasps.filter(({ start }) => truth.every(({ from }) => Math.abs(start - from) > NEAR_S)).length;
  }
  const sorted = errors.toSorted((a, b) => a - b);
  const at = (share: number): string =>
    (sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN).toFixed(2);
  process.stdout.write(
    `  sample: ${found} of ${planned} closings found, ${extra} where there is none; edges off by ${at(0.5)} s (half), ${at(0.95)} s (95 %)\n`,
  );
  expect(planned).toBeGreaterThan(25);
  expect(found / planned).toBeGreaterThan(0.9);
  expect(extra).toBeLessThanOrEqual(3);
});

import { neighboursOf } from "@retake/ai/neighbours";
import { beforeAll, describe, expect, test } from "vitest";
import { baselineVectors } from "./baseline-descriptor.ts";
import { type DescribedEpisode, realData, realEpisodes, sampleEpisodes } from "./described-episode.ts";
import { DATASETS, embed, fitSpaces } from "./described-vectors.ts";
import { performAgain } from "./perform-again.ts";
import { matrixOf, purity, selfRetrieval } from "./purity.ts";

const PUSHT = "pusht-206ep-v30-novideo";
/** Of each dimension's spread. */
const NOISE = 0.1;

function say(what: string, ours: number, baseline: number): void {
  process.stdout.write(`  motion, ${what}: ours ${ours.toFixed(3)}, statistics ${baseline.toFixed(3)}\n`);
}

/** Retrieval of an episode by the same motion done again: ours by the fit of the originals, which never saw it. */
function retrieval(episodes: readonly DescribedEpisode[]): { ours: number; baseline: number } {
  const again = episodes.map((episode, n) => performAgain(episode, NOISE, n + 1));
  const fits = fitSpaces(episodes);
  const both = baselineVectors([...episodes, ...again]);
  return {
    ours: selfRetrieval(embed(fits, episodes), embed(fits, again)),
    baseline: selfRetrieval(both.slice(0, episodes.length), both.slice(episodes.length)),
  };
}

describe("on the bundled sample", () => {
  const sample = sampleEpisodes();
  const vectors = embed(fitSpaces(sample), sample);
  const baseline = baselineVectors(sample);

  test("the nearest motion is of the same behaviour, twice as often as by plain statistics", () => {
    const behaviours = sample.map(({ behaviour }) => behaviour);
    for (const k of [1, 3]) {
      const [ours, theirs] = [purity(vectors, behaviours, k), purity(baseline, behaviours, k)];
      say(`behaviour of the ${k} nearest on the sample`, ours, theirs);
      expect(ours).toBeGreaterThanOrEqual(2 * theirs);
      expect(ours).toBeGreaterThanOrEqual(0.6);
    }
  });

  test("the nearest motion is of the same task", () => {
    const tasks = sample.map(({ kind }) => kind);
    const [ours, theirs] = [purity(vectors, tasks), purity(baseline, tasks)];
    say("task on the sample", ours, theirs);
    expect(ours).toBeGreaterThanOrEqual(theirs);
    expect(ours).toBeGreaterThanOrEqual(0.95);
  });

  test("a motion done again, at another pace and with noise, finds itself", () => {
    const { ours, baseline: theirs } = retrieval(sample);
    say("itself done again, sample", ours, theirs);
    expect(ours).toBeGreaterThanOrEqual(theirs);
    expect(ours).toBeGreaterThanOrEqual(0.8);
  });
});

describe.skipIf(realData === "")("on public datasets", () => {
  let episodes: DescribedEpisode[] = [];
  let pusht: DescribedEpisode[] = [];
  beforeAll(async () => {
    episodes = [...(await Promise.all(DATASETS.map(realEpisodes))).flat(), ...sampleEpisodes()];
    pusht = episodes.filter(({ kind }) => kind.startsWith(PUSHT));
  });

  test("the nearest motion is of the same dataset and task", () => {
    const kinds = episodes.map(({ kind }) => kind);
    const ours = purity(embed(fitSpaces(episodes), episodes), kinds);
    const theirs = purity(baselineVectors(episodes), kinds);
    say(`dataset and task, ${episodes.length} episodes of ${DATASETS.length + 1} datasets`, ours, theirs);
    expect(ours).toBeGreaterThanOrEqual(theirs);
    expect(ours).toBeGreaterThanOrEqual(0.98);
  });

  test("a motion done again finds itself among 206 of one task", () => {
    const { ours, baseline } = retrieval(pusht);
    say("itself done again, PushT", ours, baseline);
    expect(ours).toBeGreaterThanOrEqual(baseline);
    expect(ours).toBeGreaterThanOrEqual(0.95);
  });

  test("constant signals give finite vectors, and no distance to others of their kind but duration", async () => {
    const still = await realEpisodes("so101-pickplace-v30");
    const state = still[0]!.signals[0]!;
    expect(new Set(Array.from(state.values)).size).toBeLessThanOrEqual(state.dims);
    const vectors = embed(fitSpaces(still), still);
    for (const vector of vectors) expect(vector.every(Number.isFinite)).toBe(true);
    const { distance } = neighboursOf(matrixOf(vectors), matrixOf(vectors), still.length);
    expect(Math.max(...distance)).toBeLessThan(2);
  });

  test("the same motion of another robot is found by how it is done, above chance, and never before those of the own robot", () => {
    const other = pusht.map(otherRobot);
    const [own, foreign] = [pusht, other].map((side) => embed(fitSpaces(side), side));
    const k = pusht.length;
    const { index, distance } = neighboursOf(matrixOf(own!), matrixOf(foreign!), k);
    const among = neighboursOf(matrixOf(own!), matrixOf(own!), 15);
    const found = pusht.filter((_, row) => index.subarray(row * k, row * k + 10).includes(row)).length / k;
    process.stdout.write(
      `  motion, PushT on another robot: itself among the 10 nearest ${found.toFixed(3)}, chance ${(10 / k).toFixed(3)}\n`,
    );
    expect(found).toBeGreaterThan((2 * 10) / k);
    for (let row = 0; row < k; row++)
      expect(distance[row * k]!).toBeGreaterThan(among.distance[row * 15 + 14]!);
  });
});

/** Five joints that follow the two of PushT, each in its own mixture. */
function otherRobot(episode: DescribedEpisode): DescribedEpisode {
  const mixture = [
    [0.9, 0.3],
    [-0.4, 0.8],
    [0.1, -0.9],
    [0.7, 0.7],
    [-0.8, 0.2],
  ];
  const signals = episode.signals.map((signal) => {
    const rows = Array.from(signal.t, (_, row) => [signal.values[row * 2]!, signal.values[row * 2 + 1]!]);
    const values = rows.flatMap(([x, y]) => mixture.map(([a, b]) => a! * x! + b! * y!));
    return { ...signal, dims: mixture.length, values: Float64Array.from(values) };
  });
  return { ...episode, meta: { robotType: "another" }, signals };
}

import { join } from "node:path";
import { stillDescriptor, visualVector } from "@retake/ai/visual";
import { createStills, type Stills } from "@retake/media/stills";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { realData } from "./described-episode.ts";
import { filmstrips, type Filmstrip } from "./filmstrips.ts";
import { purity } from "./purity.ts";

const SAMPLE = join(import.meta.dirname, "../../../../packages/importer/sample/retake-sample");
const CAMERAS = [
  ["pusht-v30", "observation.image"],
  ["cr5-grasp-cube-v21", "observation.images.top"],
  ["aloha-sim-v21", "observation.images.top"],
  ["gr1-picknplace-v20", "observation.images.ego_view"],
  ["so101-pickplace-v30", "observation.images.wrist"],
] as const;

/** Some hundred stills: seconds on two free cores, minutes on busy ones. */
const DECODING_MS = 240_000;

let stills: Stills;
let sample: Filmstrip[] = [];
beforeAll(async () => {
  const kept = new Map<string, Uint8Array>();
  const derived = {
    get: async (key: string) => kept.get(key) ?? null,
    put: async (key: string, body: Uint8Array) => void kept.set(key, body),
  };
  stills = createStills({ derived });
  sample = await filmstrips(SAMPLE, "observation.images.front", stills);
}, DECODING_MS);
afterAll(() => stills.close());

function vectorOf({ stills: taken }: Filmstrip): Float32Array {
  return visualVector(taken.map(({ rgb, width, height }) => stillDescriptor(rgb, width, height)));
}

/** What little one could do: the mean colour of every still. */
function meanColours({ stills: taken }: Filmstrip): Float32Array {
  const colours = taken.flatMap(({ rgb }) =>
    [0, 1, 2].map((channel) => {
      let sum = 0;
      for (let at = channel; at < rgb.length; at += 3) sum += rgb[at]!;
      return sum / (rgb.length / 3);
    }),
  );
  return Float32Array.from(colours);
}

function compare(what: string, strips: readonly Filmstrip[], k = 1): { ours: number; plain: number } {
  const kinds = strips.map(({ kind }) => kind);
  const ours = purity(strips.map(vectorOf), kinds, k);
  const plain = purity(strips.map(meanColours), kinds, k);
  process.stdout.write(`  pictures, ${what}: ours ${ours.toFixed(3)}, mean colours ${plain.toFixed(3)}\n`);
  return { ours, plain };
}

test("the pictures that look most alike are of the same task, on the bundled sample", () => {
  for (const k of [1, 3]) {
    const { ours, plain } = compare(`task of the ${k} nearest on the sample`, sample, k);
    expect(ours).toBeGreaterThanOrEqual(plain);
    expect(ours).toBeGreaterThanOrEqual(0.8);
  }
});

describe.skipIf(realData === "")("on public datasets", () => {
  test(
    "the pictures that look most alike are of the same dataset and task",
    async () => {
      const real = await Promise.all(
        CAMERAS.map(([dataset, camera]) => filmstrips(join(realData, dataset), camera, stills)),
      );
      const all = [...real.flat(), ...sample];
      const what = `${all.length} episodes of ${CAMERAS.length + 1} datasets`;
      for (const k of [1, 3]) {
        const { ours, plain } = compare(`dataset and task of the ${k} nearest, ${what}`, all, k);
        expect(ours).toBeGreaterThanOrEqual(plain);
        expect(ours).toBeGreaterThanOrEqual(0.85);
      }
      const datasets = all.map((strip) => ({ ...strip, kind: strip.kind.split(" ")[0]! }));
      expect(compare(`dataset, ${what}`, datasets).ours).toBe(1);
    },
    DECODING_MS,
  );
});

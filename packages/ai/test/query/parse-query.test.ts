import { createVocabulary, parseQuery, QUERY_LENGTH_MAX, type Vocabulary } from "@retake/ai/query";
import fc from "fast-check";
import { expect, test } from "vitest";

const NOW = new Date("2026-11-28T16:00:00Z");
const vocabulary = createVocabulary({
  datasets: [
    { slug: "lerobot.pusht", name: "lerobot/pusht_v30" },
    { slug: "so101-pickplace", name: "so101-pickplace" },
    { slug: "cube-stacking", name: "cube-stacking" },
  ],
  robots: ["so101_follower", "aloha"],
  operators: ["Maria", "Tom Becker"],
  labels: ["regrasp", "night shift"],
  people: [
    { id: "u1", name: "Anna Smith" },
    { id: "u2", name: "Maria" },
  ],
});
const parse = (text: string) => parseQuery(text, vocabulary, NOW);
const shown = (text: string) => parse(text).chips.map(({ kind, label }) => `${kind}: ${label}`);

test("a question in plain words becomes filters, an order, and the word that is left", () => {
  const text =
    "failed pick attempts longer than 20 s after Tuesday by so101 with label regrasp, highest reward first";
  const { filters, sort, rest, chips } = parse(text);
  expect(filters).toEqual({
    outcomes: ["failure"],
    duration: { min: 20, isMinOpen: true },
    from: "2026-11-25T00:00:00.000Z",
    origins: { datasets: ["so101-pickplace"], robots: ["so101_follower"] },
    labels: ["regrasp"],
  });
  expect(sort).toBe("-reward");
  expect(rest).toBe("pick");
  for (const { text: words, from, to } of chips) expect(text.slice(from, to)).toBe(words);
});

test.each([
  ["duration between 5 and 10 min", ["duration: duration 300 s to 600 s"]],
  ["20 s or longer", ["duration: duration ≥ 20 s"]],
  ["at least 200 frames", ["frames: frames ≥ 200"]],
  ["reward > 0.5", ["reward: reward > 0.5"]],
  ["rated at least 4", ["rating: rating ≥ 4"]],
  ["5 stars", ["rating: rating 5"]],
  ["high reward", ["reward: reward in its dataset's top quarter"]],
  ["lowest reward", ["sort: lowest reward first"]],
  ["3 shortest", ["limit: first 3, shortest first"]],
  ["top 5", ["limit: first 5, highest reward first"]],
  ["sorted by duration ascending", ["sort: shortest first"]],
  ["did not succeed", ["outcome: failure"]],
  ["without an outcome", ["outcome: no outcome"]],
  ["with gaps", ["quality: with gaps"]],
  ["frozen signals", ["quality: with frozen signals"]],
  ["frozen", ["quality: with frozen signals"]],
  ["without warnings", ["quality: without warnings"]],
  ["imported", ["source: imported"]],
  ["live episodes", ["source: recorded live"]],
  ["cut off", ["status: disconnected"]],
  ["in the last 3 days", ["date: from 2026-11-25 16:00 UTC"]],
  ["this month", ["date: from 2026-11-01"]],
  ["on 2026-11-20", ["date: on 2026-11-20"]],
  ["before 1 March 2026", ["date: until 2026-02-28"]],
  ["in December", ["date: 2025-12-01 to 2025-12-31"]],
  ["yesterday", ["date: on 2026-11-27"]],
  ["from pusht", ["dataset: dataset pusht"]],
  ["aloha robot", ["robot: robot aloha"]],
  ["by maria", ["person: by maria"]],
  ["operated by tom", ["operator: operator tom"]],
  ["labelled by anna", ["person: labelled by anna"]],
  ["assigned to anna smith", ["person: assigned to anna smith"]],
  ["tagged night shift", ["label: label night shift"]],
  ["so-101", ["robot: robot or dataset so-101"]],
  ['label:"night shift" duration:>20s', ["label: label night shift", "duration: duration > 20 s"]],
  [
    "reward:0.2..0.8 sort:-duration limit:7",
    ["reward: reward 0.2 to 0.8", "sort: longest first", "limit: first 7"],
  ],
  ['"pick up" -cube', ["phrase: “pick up”", "not: not cube"]],
])("“%s” is understood", (text, expected) => {
  expect(shown(text)).toEqual(expected);
  expect(parse(text).rest).toBe("");
});

test.each([
  "frozen pizza",
  "more than 3 cubes",
  "march",
  "regrasp",
  "cube",
  "may slip",
  "approach without grasping",
  "duration:soon",
])("“%s” is no filter: its words stay words", (text) => {
  expect(parse(text).chips).toEqual([]);
  expect(parse(text).rest).not.toBe("");
});

test("words of a filter that may be meant as words take part in ranking, and in nothing else", () => {
  expect(parse("failed grasp")).toMatchObject({ rest: "grasp", words: "failed grasp" });
});

test("a query without a chip's characters is the query without that chip", () => {
  const text = "failed grasp longer than 20 s by so101";
  for (const chip of parse(text).chips) {
    const without = text.slice(0, chip.from) + text.slice(chip.to);
    const others = parse(text).chips.filter(({ id }) => id !== chip.id);
    expect(shown(without)).toEqual(others.map(({ kind, label }) => `${kind}: ${label}`));
  }
});

test("whatever is typed is read in steps that grow with its length, and chips never overlap", () => {
  const pieces = fc.constantFrom(
    ...'" ” - : , > = 20 20s 5 and between the with label by more than last days after monday 2026-11-28 outcome: duration:.. a "x in at ago'.split(
      " ",
    ),
  );
  const hostile = fc.array(fc.oneof(pieces, fc.string({ maxLength: 9, unit: "binary" })), { maxLength: 400 });
  fc.assert(
    fc.property(hostile, fc.constantFrom(" ", "", "-"), (parts, glue) => {
      const text = parts.join(glue);
      let lookups = 0;
      const counted: Vocabulary = {
        longest: (words) => ((lookups += words.length), vocabulary.longest(words)),
      };
      const { chips } = parseQuery(text, counted, NOW);
      expect(lookups).toBeLessThanOrEqual(200 * 8 * 5);
      let end = 0;
      for (const { from, to } of chips) {
        expect(from).toBeGreaterThanOrEqual(end);
        expect(to).toBeGreaterThan(from);
        expect(to).toBeLessThanOrEqual(QUERY_LENGTH_MAX);
        end = to;
      }
    }),
    { numRuns: 300 },
  );
});

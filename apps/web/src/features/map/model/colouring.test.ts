import { NO_CODE, type MapCategory, type MapData } from "@retake/trpc/map-data";
import { describe, expect, test } from "vitest";
import { colouringOf, countRows, NONE_KEY, shownRow } from "./colouring.ts";
import { listOfChosen } from "./list-of-chosen.ts";
import { mapCsv } from "./map-csv.ts";
import { paintPoints, visiblePoints } from "./paint-points.ts";

const named = (...names: string[]) => names.map((value) => ({ value, label: value }));
const none = new Float32Array(4).fill(Number.NaN);
const outcome: MapCategory = {
  name: "outcome",
  values: named("success", "failure"),
  codes: Uint16Array.of(0, 1, NO_CODE, 0),
  starts: null,
};
const tag: MapCategory = {
  name: "tag",
  values: named("slip", "=night"),
  codes: Uint16Array.of(0, 1, 1),
  starts: Uint32Array.of(0, 2, 3, 3, 3),
};
const map: MapData = {
  kind: "motion",
  count: 4,
  layout: null,
  clusters: [],
  createdFrom: 1_000,
  sessionIds: ["a", "b", "c", "d"],
  x: Float32Array.of(0, 1, 2, 3),
  y: Float32Array.of(0, 0.1, 0, 0),
  numbers: {
    reward: Float32Array.of(0, 5, Number.NaN, 10),
    duration: none,
    frames: none,
    rating: none,
    created: Float32Array.of(0, 1, 2, 3),
  },
  categories: [outcome, tag],
};
const looks = (label: string) => ({ name: label, colour: "#123456" });
const countsBy = (by: "outcome" | "tag" | "reward", admits: ((i: number) => boolean) | null = null) => {
  const colouring = colouringOf(map, by, looks);
  const counts = countRows(colouring, map.count, admits);
  return Object.fromEntries(colouring.rows.map(({ key }, i) => [key, counts[i]]));
};

describe("the legend", () => {
  test("counts every point once by what it has one of, those without it in a row of their own", () => {
    expect(countsBy("outcome")).toEqual({ success: 2, failure: 1, [NONE_KEY]: 1 });
    expect(countsBy("outcome", (i) => i < 2)).toEqual({ success: 1, failure: 1, [NONE_KEY]: 0 });
  });

  test("counts a point in each of several values", () => {
    expect(countsBy("tag")).toEqual({ slip: 1, "=night": 2, [NONE_KEY]: 2 });
  });

  test("has steps of equal width for numbers, the ends included", () => {
    expect(countsBy("reward")).toEqual({ 0: 1, 1: 0, 2: 0, 3: 1, 4: 0, 5: 1, [NONE_KEY]: 1 });
  });

  test("without any value has one row", () => {
    const colouring = colouringOf(map, "duration", looks);
    expect(colouring.rows.map(({ key }) => key)).toEqual([NONE_KEY]);
  });
});

test("a row that is left alone leaves only its points, coloured by it", () => {
  const colouring = colouringOf(map, "tag", looks);
  const onlyNight = Uint8Array.of(0, 1, 0);
  expect([...visiblePoints(colouring, onlyNight, 4, 4)]).toEqual([1, 1, 0, 0]);
  expect(shownRow(colouring, 0, onlyNight)).toBe(1);
  expect(shownRow(colouring, 0, null)).toBe(0);
});

test("the map as it was has only its first points", () => {
  expect([...visiblePoints(colouringOf(map, "outcome", looks), null, 4, 3)]).toEqual([1, 1, 1, 0]);
});

test("what is hidden is not drawn, what is not lit is dimmed, and failures have a shape of their own", () => {
  const colouring = colouringOf(map, "outcome", looks);
  const { colours, marks } = paintPoints(
    colouring,
    null,
    Uint8Array.of(1, 1, 0, 1),
    Uint8Array.of(1, 0, 0, 0),
    null,
  );
  const alpha = [0, 1, 2, 3].map((i) => colours[4 * i + 3]!);
  expect(alpha[0]).toBeGreaterThan(200);
  expect(alpha[1]).toBeLessThan(100);
  expect(alpha[2]).toBe(0);
  expect([marks[1], marks[3]]).toEqual([0, 1]);
});

describe("the list of what is chosen", () => {
  const area = {
    kind: "motion",
    corners: [
      [0, 0],
      [1, 0],
      [1, 1],
    ],
  } as const;
  const chosen = { area, sessionIds: ["a"], show: null, colour: "outcome", isPast: false } as const;

  test("is the area itself, with the one row of the legend that is left", () => {
    expect(listOfChosen(chosen)).toBe("area=motion%3A0%2C0%3B1%2C0%3B1%2C1");
    expect(listOfChosen({ ...chosen, show: ["failure"] })).toMatch(/&outcome=failure$/);
    expect(listOfChosen({ ...chosen, show: [NONE_KEY] })).toMatch(/&outcome=none$/);
  });

  test("is the episodes by name where the list has no such filter, and nothing when they are too many", () => {
    for (const other of [
      { isPast: true },
      { area: null },
      { show: ["success", "failure"] },
      { show: ["0"], colour: "reward" as const },
    ])
      expect(listOfChosen({ ...chosen, ...other })).toBe("ids=a");
    const many = Array.from({ length: 101 }, (_, i) => `e${i}`);
    expect(listOfChosen({ ...chosen, area: null, sessionIds: many })).toBeNull();
  });
});

test("a table has a line a point and nothing that a table program would run", () => {
  const lines = mapCsv(map, [0, 2]).split("\r\n");
  expect(lines).toEqual([
    "session_id,x,y,outcome,tag,reward,duration_s,frames,rating,created_at",
    "a,0,0,success,slip; =night,0,,,,1970-01-01T00:16:40.000Z",
    "c,2,0,,,,,,,1970-01-01T00:16:42.000Z",
    "",
  ]);
  expect(mapCsv(map, [1]).split("\r\n")[1]).toBe("b,1,0.1,failure,'=night,5,,,,1970-01-01T00:16:41.000Z");
});

import { describe, expect, test } from "vitest";
import { eachCode, NO_CODE, type MapData } from "../src/map/map-data.ts";
import { decodeMap, encodeMap } from "../src/map/wire.ts";

function mapOf(count: number): MapData {
  const floats = (factor: number): Float32Array => Float32Array.from({ length: count }, (_, i) => i * factor);
  return {
    kind: "motion",
    count,
    layout: count === 0 ? null : { version: 3, fittedCount: count, fittedAt: "2026-11-28T12:00:00.000Z" },
    clusters: [{ id: 1, name: "Greifen · größer", x: 1, y: 2, count }],
    createdFrom: 1_700_000_000,
    sessionIds: Array.from({ length: count }, (_, i) => `lab.episode_${i}`),
    x: floats(0.5),
    y: floats(-0.25),
    numbers: {
      reward: Float32Array.from({ length: count }, () => Number.NaN),
      duration: floats(2),
      frames: floats(10),
      rating: floats(0),
      created: floats(60),
    },
    categories: [
      {
        name: "task",
        values: [{ value: 'ü, \n "x"', label: "ü" }],
        codes: Uint16Array.from({ length: count }, (_, i) => (i % 2 === 0 ? 0 : NO_CODE)),
        starts: null,
      },
      {
        name: "tag",
        values: [
          { value: "a", label: "a" },
          { value: "b", label: "b" },
        ],
        codes: Uint16Array.from({ length: count === 0 ? 0 : 3 }, (_, i) => i % 2),
        starts: Uint32Array.from({ length: count + 1 }, (_, i) => (i === 0 ? 0 : 3)),
      },
    ],
  };
}

const sent = (map: MapData): ArrayBuffer => encodeMap(map).slice().buffer;

describe("a map on its way", () => {
  test.each([0, 1, 2, 5])("arrives as it was, with %s points", (count) => {
    expect(decodeMap(sent(mapOf(count)))).toEqual(mapOf(count));
  });

  test("costs some tens of bytes a point and no copy of the numbers at its end", () => {
    const buffer = sent(mapOf(1_000));
    expect(buffer.byteLength).toBeLessThan(1_000 * 60);
    expect(decodeMap(buffer).x.buffer).toBe(buffer);
  });

  test("that is cut off or something else is refused", () => {
    const buffer = sent(mapOf(5));
    for (const bytes of [0, 7, 40, buffer.byteLength - 40])
      expect(() => decodeMap(buffer.slice(0, bytes)), String(bytes)).toThrow();
    expect(() => decodeMap(new TextEncoder().encode('{"error":"no"}').buffer as ArrayBuffer)).toThrow(
      "not a map",
    );
  });
});

test("the values of a point are its own, one, several or none", () => {
  const map = mapOf(2);
  const codesOf = (category: number, point: number): number[] => {
    const found: number[] = [];
    eachCode(map.categories[category]!, point, (code) => found.push(code));
    return found;
  };
  expect([codesOf(0, 0), codesOf(0, 1)]).toEqual([[0], []]);
  expect([codesOf(1, 0), codesOf(1, 1)]).toEqual([[0, 1, 0], []]);
});

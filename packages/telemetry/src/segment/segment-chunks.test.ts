import { crc32 } from "node:zlib";
import { parquetMetadata } from "hyparquet";
import { deserializeTCompactProtocol } from "hyparquet/src/thrift.js";
import { describe, expect, test } from "vitest";
import { makeTopic } from "../../test/topics.ts";
import type { TopicColumns } from "../types.ts";
import { segmentChunks } from "./segment-chunks.ts";
import { HEAD_AT, type HeadGroup, type SegmentHead } from "./segment-head.ts";

function fileOf(topics: TopicColumns[]): ArrayBuffer {
  const bytes = Buffer.concat([...segmentChunks(topics)]);
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
}

/** What the head says of the row groups. */
function placesIn(file: ArrayBuffer): HeadGroup[] {
  const text = Buffer.from(file);
  const head = JSON.parse(text.toString("utf8", HEAD_AT, HEAD_AT + text.readUInt32LE(4))) as SegmentHead;
  return head.topics.flatMap((topic) => topic.groups);
}

const mixed = (): TopicColumns[] => [
  makeTopic("/a", "float32", { rows: 70_000, dims: 3 }),
  makeTopic("/b", "bool", { rows: 9, dims: 3 }),
  makeTopic("/c", "string", { rows: 9 }),
  makeTopic("/d", "string", { rows: 9 }, () => "same"),
  makeTopic("/e", "image", { rows: 9 }),
];

describe("the bytes of a segment", () => {
  test("are mostly lent from the caller's arrays, a row group at a time: memory does not follow the length", () => {
    const topics = [
      makeTopic("/a", "float32", { rows: 200_000, dims: 6 }),
      makeTopic("/b", "float64", { rows: 100_000, dims: 2 }),
    ];
    const lent = new Set<ArrayBufferLike>(
      topics.flatMap(({ t, frame, values }) => [t.buffer, frame.buffer, (values as Float32Array).buffer]),
    );
    let all = 0;
    let own = 0;
    for (const chunk of segmentChunks(topics)) {
      all += chunk.byteLength;
      if (!lent.has(chunk.buffer)) own += chunk.byteLength;
      expect(chunk.byteLength).toBeLessThanOrEqual(65_536 * 6 * 4);
    }
    // The first row group of both has the same times and frame numbers.
    expect(all).toBeGreaterThan(200_000 * 36 + 100_000 * 28 - 65_536 * 12);
    expect(own).toBeLessThan(all / 8);
  });

  test("carry a true checksum in every page, dictionaries too", () => {
    const file = fileOf(mixed());
    let pages = 0;
    for (const { columns } of parquetMetadata(file).row_groups) {
      for (const { meta_data } of columns) {
        const { dictionary_page_offset: dictionary, data_page_offset: data } = meta_data!;
        for (const at of [dictionary, data]) {
          if (at === undefined) continue;
          const reader = { view: new DataView(file, Number(at)), offset: 0 };
          const header = deserializeTCompactProtocol(reader) as Record<string, number>;
          const page = new Uint8Array(file, Number(at) + reader.offset, header["field_3"]!);
          expect(header["field_4"]! | 0).toBe(crc32(page) | 0);
          pages++;
        }
      }
    }
    // 6 row groups of 8 columns; those of `topic`, `off`, `len` and one text are constants with a dictionary.
    expect(pages).toBe(6 * 8 + 6 * 3 + 1);
  });

  test("hold a clock that topics have in common once, and every other one beside it", () => {
    const state = makeTopic("/state", "float32", { rows: 500, dims: 2 });
    const action = makeTopic("/action", "float32", { rows: 500, dims: 2 });
    const late = {
      ...makeTopic("/late", "float32", { rows: 500, dims: 2 }),
      t: state.t.map((t) => t + 0.001),
    };
    const counted = {
      ...makeTopic("/counted", "float32", { rows: 500, dims: 2 }),
      frame: state.frame.map((frame) => frame + 1),
    };
    const places = placesIn(fileOf([state, action, late, counted]));
    const [first, second, third, fourth] = places;
    expect([second!.t, second!.frame]).toEqual([first!.t, first!.frame]);
    expect([third!.t === first!.t, third!.frame === first!.frame]).toEqual([false, true]);
    expect([fourth!.t === first!.t, fourth!.frame === first!.frame]).toEqual([true, false]);
    expect(new Set(places.map(({ values }) => values[0])).size).toBe(4);
    const grown = fileOf([state, action]).byteLength - fileOf([state]).byteLength;
    expect(grown).toBeLessThan(500 * 8 + 1_000);
  });

  test("keep every value array at a multiple of 8, and one row group per topic and 65,536 rows", () => {
    const file = fileOf(mixed());
    const start = Math.ceil((8 + Buffer.from(file).readUInt32LE(4)) / 8) * 8;
    const groups = placesIn(file);
    expect(groups.map(({ rows }) => rows)).toEqual([65_536, 4_464, 9, 9, 9, 9]);
    expect(start % 8).toBe(0);
    for (const { t, frame, values, constant } of groups) {
      expect([t % 8, frame % 8, constant === true ? 0 : values[0] % 8]).toEqual([0, 0, 0]);
    }
    expect(new Float64Array(file, start + groups[1]!.t, 2)[0]).toBe(6553.6);
  });

  test("are the same for the same samples", () => {
    expect(Buffer.from(fileOf(mixed())).equals(Buffer.from(fileOf(mixed())))).toBe(true);
  });

  test("shorten the row groups of wide vectors and long texts, so that a page stays small", () => {
    const wide = makeTopic("/wide", "float64", { rows: 130 });
    Object.assign(wide, { dims: 65_536, shape: [65_536], values: new Float64Array(130 * 65_536) });
    const long = makeTopic("/long", "string", { rows: 18 }, (row) => `${row}`.padEnd(4_000_000, "x"));
    let largest = 0;
    for (const chunk of segmentChunks([wide, long])) largest = Math.max(largest, chunk.byteLength);
    expect(largest).toBeLessThanOrEqual(64 << 20);
    expect(largest).toBeGreaterThan(32 << 20);
  });
});

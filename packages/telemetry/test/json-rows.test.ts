import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { jsonRows, type JsonRowsOptions } from "@retake/telemetry/json-rows";
import { openObjectStore } from "@retake/telemetry/object-store";
import { openTelemetryReader, type RowPage } from "@retake/telemetry/reader";
import type { TopicColumns } from "@retake/telemetry/types";
import { writeSegment } from "@retake/telemetry/writer";
import { makeTopic } from "./topics.ts";

async function pageOf(topics: TopicColumns[]): Promise<RowPage> {
  const store = openObjectStore("memory:");
  const segment = await writeSegment(store, { episodeId: "e1", part: 0, topics });
  return await openTelemetryReader({ store }).rows([segment], { limit: 10_000 });
}

/** As it lies where it was written, which is to be what a copy is. */
function textOf(page: RowPage, options: JsonRowsOptions): string {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const copied = jsonRows(page, options);
  const lent = jsonRows(page, { ...options, lend: true });
  const text = decoder.decode(lent.bytes);
  expect(decoder.decode(copied.bytes)).toBe(text);
  lent.release();
  copied.release();
  return text;
}

interface Row {
  topic: string;
  timestamp: number;
  data: unknown[];
}

async function encode(topics: TopicColumns[], sessionId = "s"): Promise<Row[]> {
  return JSON.parse(textOf(await pageOf(topics), { sessionId })) as Row[];
}

describe("JSON rows", () => {
  test("have the fields of a seek, in order of time, and the address of a picture", async () => {
    const topics = [
      makeTopic("/a", "float32", { rows: 2, dims: 2 }, (row, d) => row + d * 0.1),
      makeTopic("/cam", "image", { rows: 1, start: 0.05 }),
    ];
    topics[0]!.frame[1] = -1;
    const text = textOf(await pageOf(topics), {
      sessionId: 'od"d',
      imagePath: (topic, time, frame) => `${topic}/${time}/${frame}`,
    });
    const common = { session_id: 'od"d', image_path: null, frame_index: 0 };
    expect(JSON.parse(text)).toEqual([
      { ...common, timestamp: 0, topic: "/a", data_type: "float32[]", data: [0, 0.1] },
      {
        ...common,
        timestamp: 0.05,
        topic: "/cam",
        data_type: "image",
        data: null,
        image_path: "/cam/0.05/0",
      },
      { ...common, timestamp: 0.1, topic: "/a", data_type: "float32[]", data: [1, 1.1], frame_index: null },
    ]);
    expect(await encode([])).toEqual([]);
  });

  test("keep each type: null for what is not finite, texts for int64 beyond 2^53, true and false, escaped strings", async () => {
    const odd = [NaN, Infinity, -Infinity];
    const texts = ['a"b\\\n\u0001', "抓取 🤖", "\ud800", ""];
    const rows = await encode([
      makeTopic("/f32", "float32", { rows: 1, dims: 3 }, (_, d) => odd[d]!),
      makeTopic("/f64", "float64", { rows: 1, dims: 3 }, (_, d) => odd[d]!),
      makeTopic("/i64", "int64", { rows: 1, dims: 4 }, (_, d) => [5n, -7n, 2n ** 53n - 1n, -(2n ** 60n)][d]!),
      makeTopic("/bool", "bool", { rows: 1, dims: 2 }, (_, d) => d),
      makeTopic("/text", "string", { rows: 4, hz: 1 }, (row) => texts[row]!),
    ]);
    const data = (topic: string): unknown[] =>
      rows.filter((row) => row.topic === topic).map((row) => row.data);
    expect(data("/f32")).toEqual([[null, null, null]]);
    expect(data("/f64")).toEqual([[null, null, null]]);
    expect(data("/i64")).toEqual([[5, -7, 9007199254740991, "-1152921504606846976"]]);
    expect(data("/bool")).toEqual([[false, true]]);
    // UTF-8 has no lone surrogates: the segment holds U+FFFD in their place.
    expect(data("/text")).toEqual([['a"b\\\n\u0001'], ["抓取 🤖"], ["\ufffd"], [""]]);
  });

  test("a float32 comes back bit for bit from its text, which is never longer than the double's", async () => {
    const samples = fc.sample(fc.float({ noNaN: true, noDefaultInfinity: true }), { numRuns: 3000, seed: 7 });
    const spread = Array.from({ length: 3000 }, (_, i) => Math.fround((i - 1500) * 0.001 * 1.7 ** (i % 40)));
    const values = [0, 1, -1, 0.1, 1e-45, 3.4028234663852886e38, 16777216, 8388607.5, ...samples, ...spread];
    const page = await pageOf([makeTopic("/f", "float32", { rows: values.length }, (row) => values[row]!)]);
    const text = textOf(page, { sessionId: "s" });
    const printed = [...text.matchAll(/"data":\[([^\]]*)\]/g)].map(([, number]) => number!);
    expect(printed).toHaveLength(values.length);
    for (const [i, number] of printed.entries()) {
      expect(Math.fround(JSON.parse(number) as number), number).toBe(Math.fround(values[i]!) + 0);
      expect(number.length).toBeLessThanOrEqual(String(Math.fround(values[i]!)).length);
    }
    expect(printed[3]).toBe("0.1");
  });

  test("a float32 has the fewest decimals that give it back, also where several would", async () => {
    const tenThousandths = fc.integer({ min: 10, max: 83_000_000 }).map((n) => Math.fround(n / 1e4));
    const any = fc.double({ min: 1e-3, max: 8_300, noNaN: true }).map(Math.fround);
    const values = fc.sample(fc.oneof(tenThousandths, any), { numRuns: 3000, seed: 11 });
    const page = await pageOf([makeTopic("/f", "float32", { rows: values.length }, (row) => values[row]!)]);
    const text = textOf(page, { sessionId: "s" });
    const printed = [...text.matchAll(/"data":\[([^\]]*)\]/g)].map(([, number]) => number!);
    for (const [i, value] of values.entries()) {
      const decimals = printed[i]!.split(".")[1]?.length ?? 0;
      expect(Math.fround(Number(printed[i])), printed[i]).toBe(value);
      if (decimals > 0) expect(Math.fround(Number(value.toFixed(decimals - 1))), printed[i]).not.toBe(value);
    }
  });

  test("a float64 and a timestamp come back bit for bit", async () => {
    const doubles = fc.sample(fc.double({ noNaN: true, noDefaultInfinity: true }), {
      numRuns: 2000,
      seed: 7,
    });
    const values = [0.1, 1 / 3, 12.345, 1e21, 5e-324, 8388607.999999, 0.001, 123456.7, ...doubles];
    const topic = makeTopic("/f", "float64", { rows: values.length, hz: 29.97 }, (row) => values[row]!);
    const rows = await encode([topic]);
    expect(rows.map((row) => row.data[0])).toEqual(values.map((value) => value + 0));
    expect(rows.map((row) => row.timestamp)).toEqual([...topic.t]);
  });

  test("say of every row what it is, however rows share frames and times, and pictures stand between them", () => {
    const row = fc.record({
      topic: fc.constantFrom("/a", "/b", "/cam", "/seen"),
      t: fc.constantFrom(0, 0.1, 0.2, 12.345),
      frame: fc.constantFrom(-1, 0, 1, 1_000_000),
    });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 12 }), (rows) => {
        const names = ["/a", "/b", "/cam", "/seen"];
        const topics = names.map((name) => {
          const own = rows.filter(({ topic }) => topic === name);
          const made = makeTopic(name, name === "/a" ? "float32" : name === "/b" ? "bool" : "image", {
            rows: own.length,
          });
          return {
            ...made,
            t: Float64Array.from(own, ({ t }) => t),
            frame: Int32Array.from(own, (r) => r.frame),
          };
        });
        const order = Uint16Array.from(rows, ({ topic }) => names.indexOf(topic));
        const page: RowPage = { topics, order, nextTime: null };
        const imagePath = (topic: string, time: number, frame: number): string | null =>
          topic === "/seen" ? `${time}/${frame}` : null;
        const text = textOf(page, { sessionId: "s", imagePath });
        const said = (JSON.parse(text) as Record<string, unknown>[]).map(
          ({ topic, timestamp: t, frame_index: frame, image_path: path }) => ({ topic, t, frame, path }),
        );
        expect(said).toEqual(
          rows.map(({ topic, t, frame }) => ({
            topic,
            t,
            frame: frame < 0 ? null : frame,
            path: imagePath(topic, t, frame),
          })),
        );
      }),
      { numRuns: 500 },
    );
  });

  test("memory grows before it is full, whatever a row is made of", async () => {
    const worst = Math.fround(-0.123456789e-30);
    const page = await pageOf([
      makeTopic("/wide", "float32", { rows: 40, dims: 400 }, (row, d) => (d % 3 === 0 ? worst : row + d / 7)),
      makeTopic("/double", "float64", { rows: 40, dims: 90 }, (row, d) => -Math.PI / 10 ** (row + d)),
      makeTopic("/far", "int64", { rows: 40, dims: 30 }, (row, d) => -(2n ** 62n) - BigInt(row * d)),
      makeTopic("/bits", "bool", { rows: 40, dims: 500 }, (row, d) => (row + d) % 2),
      makeTopic("/words", "string", { rows: 40 }, (row) => "\u0001抓".repeat(row * 30)),
      makeTopic("/cam", "image", { rows: 40 }),
    ]);
    const imagePath = (_: string, time: number): string => `/${"é".repeat(900)}/${time}`;
    const text = textOf(page, { sessionId: "s".repeat(128), imagePath });
    const rows = JSON.parse(text) as { topic: string; data: unknown[]; image_path: string | null }[];
    expect(rows).toHaveLength(240);
    const last = (topic: string): unknown => rows.findLast((row) => row.topic === topic)?.data;
    expect((last("/wide") as number[]).map(Math.fround)).toEqual(
      Array.from(page.topics[0]!.values.slice(-400) as Float32Array),
    );
    expect(last("/double")).toEqual(Array.from(page.topics[1]!.values.slice(-90) as Float64Array));
    expect(last("/words")).toEqual(["\u0001抓".repeat(39 * 30)]);
    expect(rows.filter(({ image_path }) => image_path !== null)).toHaveLength(40);
  });

  test("what stands around the rows may be anything, also where there are none", async () => {
    const page = await pageOf([makeTopic("/a", "float32", { rows: 2 })]);
    const rows = textOf(page, { sessionId: "s" }).slice(1, -1);
    for (const [before, after] of [
      ["[", "]"],
      ['{"é抓🤖": [', "]}🤖"],
      [",\n", ""],
      ["é", ""],
    ] as const)
      expect(textOf(page, { sessionId: "s", before, after })).toBe(before + rows + after);
    expect(textOf(await pageOf([]), { sessionId: "s", before: "{[", after: "]}" })).toBe("{[]}");
  });

  test("memory given back is used for the next text, and never for two at once, also given back twice", async () => {
    const page = await pageOf([makeTopic("/a", "float32", { rows: 300 })]);
    for (const lend of [true, false]) {
      const write = (sessionId: string) => jsonRows(page, { sessionId, lend });
      const first = write("first");
      const meanwhile = write("meanwhile");
      expect(meanwhile.bytes.buffer).not.toBe(first.bytes.buffer);
      first.release();
      first.release();
      const next = write("next");
      first.release();
      const another = write("another");
      expect(next.bytes.buffer).toBe(first.bytes.buffer);
      expect(another.bytes.buffer).not.toBe(first.bytes.buffer);
      for (const [text, id] of [
        [meanwhile, "meanwhile"],
        [next, "next"],
        [another, "another"],
      ] as const) {
        expect(JSON.parse(new TextDecoder().decode(text.bytes))[0].session_id).toBe(id);
        text.release();
      }
    }
  });

  test("of texts that nobody gives back eight lie where they were written; the others are copied, and all stay as they are", async () => {
    const page = await pageOf([makeTopic("/a", "float32", { rows: 300 })]);
    const texts = Array.from({ length: 12 }, (_, i) => jsonRows(page, { sessionId: `${i}`, lend: true }));
    const isCopied = ({ bytes }: { bytes: Uint8Array }): boolean => bytes.byteOffset === 0;
    expect(texts.map(isCopied)).toEqual(texts.map((_, i) => i >= 8));
    for (const [i, { bytes, release }] of texts.entries()) {
      const rows = JSON.parse(new TextDecoder().decode(bytes)) as { session_id: string }[];
      expect(rows).toHaveLength(300);
      expect(new Set(rows.map((row) => row.session_id))).toEqual(new Set([`${i}`]));
      release();
    }
  });
});

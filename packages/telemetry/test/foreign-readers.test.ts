import { DuckDBInstance, type DuckDBValue } from "@duckdb/node-api";
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from "hyparquet";
import { describe, expect, test } from "vitest";
import { openObjectStore } from "@retake/telemetry/object-store";
import type { TopicColumns } from "@retake/telemetry/types";
import { writeSegment } from "@retake/telemetry/writer";
import { temporaryFolder } from "./temporary-folder.ts";
import { makeTopic } from "./topics.ts";

type Row = Record<string, unknown>;
const VALUE_COLUMN = {
  float32: "v",
  float64: "v64",
  int64: "vi",
  bool: "vb",
  string: "vs",
  image: null,
} as const;

/** What any Parquet reader must find in a segment of these topics. */
function expectedRows(topics: TopicColumns[], columns: string[]): Row[] {
  return topics.flatMap((topic) =>
    Array.from(topic.t, (t, row) => {
      const expected: Row = {
        topic: topic.name,
        t,
        frame: topic.frame[row],
        off: BigInt(topic.blob?.offset[row] ?? 0),
        len: topic.blob?.length[row] ?? 0,
      };
      for (const column of columns) expected[column] = column === "vs" ? null : [];
      const own = VALUE_COLUMN[topic.type];
      if (own === "vs") expected[own] = topic.values[row];
      else if (own !== null) {
        const values = (topic.values as Float32Array).subarray(row * topic.dims, (row + 1) * topic.dims);
        expected[own] = own === "vb" ? Array.from(values, (bit) => bit === 1) : [...values];
      }
      return expected;
    }),
  );
}

async function hyparquetRows(path: string): Promise<Row[]> {
  const rows: Row[] = await parquetReadObjects({ file: await asyncBufferFromFile(path), utf8: true });
  return rows.map((row) => {
    const plain: Row = { ...row, off: BigInt(row["off"] as bigint) };
    for (const [name, value] of Object.entries(plain)) {
      if (value === undefined) plain[name] = null;
      else if (ArrayBuffer.isView(value)) plain[name] = [...(value as unknown as Iterable<unknown>)];
    }
    return plain;
  });
}

async function duckRows(path: string): Promise<Row[]> {
  const instance = await DuckDBInstance.create(":memory:", { autoload_known_extensions: "false" });
  const connection = await instance.connect();
  const result = await connection.runAndReadAll(`SELECT * FROM read_parquet('${path}')`);
  const rows = result.getRowObjects().map((row) => {
    const plain: Row = { ...row };
    for (const [name, value] of Object.entries(plain)) {
      const items = (value as { items?: DuckDBValue[] } | null)?.items;
      if (items !== undefined) plain[name] = [...items];
    }
    return plain;
  });
  connection.closeSync();
  instance.closeSync();
  return rows;
}

async function checkBoth(topics: TopicColumns[], columns: string[]): Promise<void> {
  await using folder = await temporaryFolder();
  const store = openObjectStore(`file:${folder.path}`);
  const { key } = await writeSegment(store, { episodeId: "abc", part: 0, topics });
  const path = store.localPath(key)!;
  const expected = expectedRows(topics, columns);
  expect(await hyparquetRows(path)).toEqual(expected);
  expect(await duckRows(path)).toEqual(expected);
}

describe("hyparquet and DuckDB read the same content", () => {
  test("all types side by side, with NaN, infinities, int64 beyond 2^53, bytes of pictures and empty texts", async () => {
    const odd = [0, -0, NaN, Infinity, -Infinity, 1e-40, 3.4e38];
    const image = makeTopic("/cam", "image", { rows: 12 });
    image.blob = {
      offset: Float64Array.from({ length: 12 }, (_, row) => row * 2 ** 33),
      length: Int32Array.from({ length: 12 }, (_, row) => row * 7),
    };
    await checkBoth(
      [
        makeTopic("/f32", "float32", { rows: 20, dims: 3 }, (row, d) => odd[(row + d) % odd.length]!),
        makeTopic("/scalar", "float32", { rows: 9 }),
        makeTopic(
          "/f64",
          "float64",
          { rows: 20, dims: 2 },
          (row, d) => odd[(row * 2 + d) % odd.length]! * Math.PI,
        ),
        makeTopic("/i64", "int64", { rows: 20, dims: 2 }, (row, d) => (-2n) ** 63n + BigInt(row * 2 + d)),
        makeTopic("/bool", "bool", { rows: 21, dims: 3 }, (row, d) => row * 3 + d * d),
        makeTopic("/text", "string", { rows: 20 }, (row) => ["", "抓取", 'a\n"', "🤖"][row % 4]!),
        makeTopic("/same", "string", { rows: 20 }, () => "pick"),
        makeTopic("/none", "float32", { rows: 0, dims: 2 }),
        makeTopic("/empty", "float32", { rows: 5, dims: 0 }),
        image,
      ].map((topic) => (topic.dims === 0 && topic.type === "float32" ? { ...topic, shape: [0] } : topic)),
      ["v", "v64", "vi", "vb", "vs"],
    );
  });

  test("lists over several row groups, and vectors of 1,000", async () => {
    await checkBoth(
      [
        makeTopic("/long", "float32", { rows: 66_000, dims: 2 }, (row, d) => row * 0.5 + d),
        makeTopic("/wide", "float64", { rows: 40, dims: 1000 }, (row, d) => row / (d + 1)),
      ],
      ["v", "v64"],
    );
  });

  test("a segment without any row", async () => {
    await checkBoth([makeTopic("/none", "float32", { rows: 0 })], ["v"]);
  });

  test("columns of other types than float32 are there only when a topic needs them; topic and t have statistics", async () => {
    await using folder = await temporaryFolder();
    const store = openObjectStore(`file:${folder.path}`);
    const topics = [
      makeTopic("/a", "float32", { rows: 5 }),
      makeTopic("/b", "float32", { rows: 5, start: 3 }),
    ];
    const { key } = await writeSegment(store, { episodeId: "abc", part: 0, topics });
    const metadata = await parquetMetadataAsync(await asyncBufferFromFile(store.localPath(key)!));
    const [, second] = metadata.row_groups;
    expect(second!.columns.map((column) => column.meta_data!.path_in_schema[0])).toEqual([
      "topic",
      "t",
      "frame",
      "off",
      "len",
      "v",
    ]);
    const [topic, t] = second!.columns.map((column) => column.meta_data!.statistics);
    expect([topic!.min_value, topic!.max_value]).toEqual(["/b", "/b"]);
    expect([t!.min_value, t!.max_value]).toEqual([3, 3.4]);
  });
});

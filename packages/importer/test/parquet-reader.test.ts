import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openObjectStore } from "@retake/telemetry/object-store";
import { writeSegment } from "@retake/telemetry/writer";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { ColumnMetaData } from "hyparquet";
import { ColumnPages } from "../src/parquet/column-pages.ts";
import type { Leaf } from "../src/parquet/leaf.ts";
import { ParquetTable } from "../src/parquet/parquet-table.ts";
import { plainRows } from "../src/parquet/plain-rows.ts";
import { decodeRleHybrid } from "../src/parquet/rle-hybrid.ts";
import { parquetBytes } from "./write-parquet.ts";

const list = <T>(item: fc.Arbitrary<T>): fc.Arbitrary<(T | null)[] | null> =>
  fc.option(fc.array(fc.option(item), { maxLength: 5 }));
const row = fc.record({
  flag: fc.option(fc.boolean()),
  number: fc.option(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
  real: fc.option(fc.double({ noDefaultInfinity: true })),
  word: fc.option(fc.string()),
  vector: list(fc.float()),
  nested: list(fc.array(fc.integer({ min: -5, max: 5 }), { maxLength: 3 })),
});

test("rows read in any slices, after any skips, are the rows that were written", async () => {
  const folder = await mkdtemp(join(tmpdir(), "retake-parquet-"));
  const path = join(folder, "file.parquet");
  await fc.assert(
    fc.asyncProperty(
      fc.array(row, { minLength: 1, maxLength: 60 }),
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 20, max: 400 }),
      fc.array(fc.integer({ min: 1, max: 13 }), { minLength: 1, maxLength: 8 }),
      fc.nat(30),
      async (rows, rowGroupSize, pageSize, steps, skip) => {
        const bytes = parquetBytes(
          [
            { name: "flag", type: "BOOLEAN", data: rows.map((r) => r.flag) },
            { name: "number", type: "INT64", data: rows.map((r) => r.number) },
            { name: "real", type: "DOUBLE", data: rows.map((r) => r.real) },
            { name: "word", type: "STRING", data: rows.map((r) => r.word) },
            { name: "vector", type: "FLOAT", rank: 1, data: rows.map((r) => r.vector) },
            { name: "nested", type: "INT32", rank: 2, data: rows.map((r) => r.nested) },
          ],
          { rowGroupSize, pageSize },
        );
        await writeFile(path, bytes);
        const table = await ParquetTable.open(path);
        const scan = table.scan(table.columns.keys());
        await scan.seek(Math.min(skip, rows.length));
        for (let i = 0; scan.row < table.rows; i++) {
          const start = scan.row;
          const count = Math.min(steps[i % steps.length]!, table.rows - start);
          for (const [name, slices] of await scan.take(count)) {
            const got = plainRows(table.columns.get(name)!, slices).map((value) => value ?? null);
            const want = rows.slice(start, start + count).map((r) => r[name as keyof typeof r]);
            expect(normal(got)).toEqual(normal(want));
          }
        }
        await table.close();
      },
    ),
    { numRuns: 150 },
  );
  await rm(folder, { recursive: true });
});

/** The writer keeps one zero, whatever its sign. */
function normal(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(normal);
  return value === 0 ? 0 : (value ?? null);
}

test("the run-length decoder reads back packed and repeated runs of every width", () => {
  fc.assert(
    fc.property(
      fc
        .integer({ min: 1, max: 31 })
        .chain((width) =>
          fc.tuple(
            fc.constant(width),
            fc.array(
              fc.tuple(
                fc.boolean(),
                fc.integer({ min: 0, max: 2 ** width - 1 }),
                fc.integer({ min: 1, max: 9 }),
              ),
            ),
          ),
        ),
      ([width, runs]) => {
        const bytes: number[] = [];
        const want: number[] = [];
        for (const [packed, value, size] of runs) {
          bytes.push(packed ? size * 2 + 1 : size * 2);
          const count = packed ? size * 8 : size;
          for (let i = 0; i < count; i++) want.push(value);
          let bits = 0n;
          const copies = packed ? count : 1;
          for (let i = 0; i < copies; i++) bits |= BigInt(value) << BigInt(i * width);
          const length = packed ? size * width : (width + 7) >> 3;
          for (let i = 0; i < length; i++) bytes.push(Number((bits >> BigInt(8 * i)) & 0xffn));
        }
        const output = new Int32Array(want.length);
        decodeRleHybrid(Uint8Array.from(bytes), width, output);
        expect([...output]).toEqual(want);
      },
    ),
  );
});

test("a run that claims two billion values fills what was asked for and stops", () => {
  const output = new Uint8Array(5);
  decodeRleHybrid(Uint8Array.of(0xfe, 0xff, 0xff, 0xff, 0x0f, 1), 1, output);
  expect([...output]).toEqual([1, 1, 1, 1, 1]);
});

test("an empty row group needs no place in the file", async () => {
  const file = {
    size: 100,
    read: () => Promise.reject(new Error("nothing to read")),
    close: () => Promise.resolve(),
  };
  const column = {
    num_values: 0n,
    data_page_offset: 0n,
    total_compressed_size: 0n,
    codec: "SNAPPY",
  } as ColumnMetaData;
  expect(await new ColumnPages(file, column, {} as Leaf).next()).toBeNull();
});

test("a flipped bit is found where the writer stated checksums", async () => {
  const folder = await mkdtemp(join(tmpdir(), "retake-parquet-"));
  const store = openObjectStore(`file:${folder}`);
  const values = Float64Array.from({ length: 64 }, (_, i) => 1000 + i);
  const frame = Int32Array.from(values.keys());
  const t = Float64Array.from(frame, (n) => n / 10);
  const topics = [{ name: "/x", type: "float64" as const, shape: [], dims: 1, t, frame, values }];
  const path = store.localPath((await writeSegment(store, { episodeId: "e1", part: 0, topics })).key)!;
  const read = async (): Promise<void> => {
    const table = await ParquetTable.open(path);
    const scan = table.scan(table.columns.keys());
    await scan.take(table.rows).finally(() => table.close());
  };
  await read();
  const bytes = await readFile(path);
  bytes[bytes.indexOf(new Uint8Array(values.buffer, 8 * 40, 8)) + 2]! ^= 1;
  await writeFile(path, bytes);
  await expect(read()).rejects.toMatchObject({ code: "corrupt_data" });
  await rm(folder, { recursive: true });
});

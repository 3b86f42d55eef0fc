import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AppError } from "@retake/core/errors";
import { ParquetTable } from "../src/parquet/parquet-table.ts";
import { plainRows } from "../src/parquet/plain-rows.ts";
import { dataPage, lyingFile, Thrift, withFooter } from "./thrift-footer.ts";
import { parquetBytes } from "./write-parquet.ts";

/** Far below what any of these files claims. */
const MEMORY_BYTES_MAX = 200 << 20;

describe("a Parquet file is never believed", () => {
  let folder: string;
  beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), "retake-hostile-"))));
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function readAll(bytes: Uint8Array): Promise<unknown[]> {
    const path = join(folder, "file.parquet");
    await writeFile(path, bytes);
    const table = await ParquetTable.open(path);
    try {
      const names = [...table.columns.values()]
        .filter(({ leaves }) => leaves !== null)
        .map(({ name }) => name);
      const scan = table.scan(names);
      const rows: unknown[] = [];
      while (scan.row < table.rows) {
        const count = Math.min(1_000, table.rows - scan.row);
        for (const [name, slices] of await scan.take(count))
          rows.push(...plainRows(table.columns.get(name)!, slices));
      }
      return rows;
    } finally {
      await table.close();
    }
  }

  async function expectRefusal(bytes: Uint8Array, words: RegExp): Promise<void> {
    const before = process.memoryUsage.rss();
    const error = await readAll(bytes).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({ code: "corrupt_data", message: expect.stringMatching(words) as string });
    expect(process.memoryUsage.rss() - before).toBeLessThan(MEMORY_BYTES_MAX);
  }

  const zeros = (count: number): Uint8Array => new Uint8Array(count * 8);

  test("the hand-made file is a valid one when it does not lie", async () => {
    expect(await readAll(lyingFile({ rows: 3, page: dataPage(3, 0, zeros(3)) }))).toEqual([0n, 0n, 0n]);
    expect(await readAll(lyingFile({ rows: 3, groups: 4, page: dataPage(3, 0, zeros(3)) }))).toHaveLength(12);
  });

  test("nothing, too little, and no footer", async () => {
    await expectRefusal(new Uint8Array(0), /0 bytes/);
    await expectRefusal(Buffer.from("PAR1PAR1"), /too short/);
    await expectRefusal(Buffer.from("PAR1" + "x".repeat(500)), /no Parquet footer/);
  });

  test("1 kB that claims 10 GB", async () => {
    await expectRefusal(
      lyingFile({ rows: 3, claimedBytes: 10e9, page: dataPage(3, 0, zeros(3)) }),
      /claims 10000000000 bytes/,
    );
    await expectRefusal(lyingFile({ rows: 1e9, page: dataPage(3, 0, zeros(3)) }), /claims 1000000000 values/);
    await expectRefusal(
      lyingFile({ rows: 3, values: 2e9, page: dataPage(3, 0, zeros(3)) }),
      /claims 2000000000 values/,
    );
  });

  test("a million row groups", async () => {
    // A million of them need 46 MB of footer; what is in it is never looked at.
    await expectRefusal(
      withFooter(zeros(1), new Uint8Array(46_000_000)),
      /footer of 46000000 bytes, more than allowed/,
    );
    await expectRefusal(
      lyingFile({ rows: 0, groups: 250_000 }),
      /footer with too many entries|row groups|more than allowed/,
    );
  });

  test("a footer longer than the file, and one that never ends", async () => {
    await expectRefusal(withFooter(zeros(10), zeros(10), 4e9), /claims a footer/);
    await expectRefusal(withFooter(zeros(10), new Uint8Array(4_000).fill(0x80)), /damaged footer/);
    await expectRefusal(
      withFooter(zeros(10), Uint8Array.from(new Thrift().list(2, 12, 2 ** 31).bytes)),
      /claims a list/,
    );
    await expectRefusal(withFooter(zeros(10), new Uint8Array(5_000).fill(0x1c)), /nested too deeply/);
  });

  test("a schema nested a thousand deep", async () => {
    const t = new Thrift().number(1, 1).list(2, 12, 1_001);
    for (let i = 0; i < 1_000; i++) t.open().number(3, 1).text(4, "x").number(5, 1).close();
    t.open().number(1, 2).text(4, "leaf").close().number(3, 0, 6).list(4, 12, 0);
    await expectRefusal(withFooter(zeros(1), Uint8Array.from([...t.bytes, 0])), /schema nested too deeply/);
  });

  test("pages that claim more than they hold", async () => {
    const page = (encoding: number, body: Uint8Array, claimed?: number): Uint8Array =>
      dataPage(1_000, encoding, body, claimed);
    await expectRefusal(lyingFile({ rows: 1_000, page: page(0, zeros(3)) }), /ends too early/);
    await expectRefusal(lyingFile({ rows: 1_000, page: page(0, zeros(3), 2e9) }), /claims 2000000000 bytes/);
    await expectRefusal(lyingFile({ rows: 1_000, page: page(8, zeros(3)) }), /dictionary/);
    await expectRefusal(
      lyingFile({ rows: 1_000, page: page(5, new Uint8Array(900).fill(0x80)) }),
      /damaged page|ends too early/,
    );
    const whole = dataPage(3, 0, zeros(3));
    await expectRefusal(
      lyingFile({ rows: 3, page: whole.subarray(0, 20) }),
      /leaves its column|ends too early/,
    );
    await expectRefusal(lyingFile({ rows: 2, page: whole }), /more (rows|values) than it claims/);
  });

  test("a dictionary that a few bytes repeat 30 million times is refused by its claim", async () => {
    await expectRefusal(
      lyingFile({ rows: 40_000_000, page: dataPage(40_000_000, 8, Uint8Array.of(1, 0x80, 1, 0)) }),
      /claims 40000000 values/,
    );
  });

  test("any damage to a valid file is either harmless or said in words", async () => {
    const rows = Array.from({ length: 200 }, (_, i) => i);
    const valid = parquetBytes(
      [
        { name: "vector", type: "FLOAT", rank: 1, data: rows.map((i) => [i, i % 3, 1]) },
        { name: "number", type: "INT64", data: rows.map((i) => BigInt(i % 5)) },
        { name: "word", type: "STRING", data: rows.map((i) => (i % 7 === 0 ? null : `word ${i % 4}`)) },
      ],
      { rowGroupSize: 70, pageSize: 300 },
    );
    const damage = fc.array(fc.tuple(fc.nat(valid.length - 1), fc.integer({ min: 0, max: 255 })), {
      minLength: 1,
      maxLength: 8,
    });
    await fc.assert(
      fc.asyncProperty(damage, fc.nat(valid.length), async (changes, cut) => {
        const bytes = valid.slice();
        for (const [at, value] of changes) bytes[at] = value;
        const file = cut % 4 === 0 ? bytes.subarray(0, cut) : bytes;
        await readAll(file).catch((thrown: unknown) =>
          expect(thrown).toMatchObject({ code: "corrupt_data" }),
        );
      }),
      { numRuns: 400 },
    );
  });
});

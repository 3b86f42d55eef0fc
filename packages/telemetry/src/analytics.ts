import { DuckDBInstance, type DuckDBConnection } from "@duckdb/node-api";
import { AppError } from "@retake/core/errors";
import type { SampleType } from "./types.ts";
import { VALUE_COLUMNS } from "./parquet/schema.ts";

/** One dimension of one topic over many segment files. */
export interface AggregateQuery {
  /** Paths of segment files on this machine. */
  files: readonly string[];
  topic: string;
  type: Exclude<SampleType, "string" | "image">;
  dimension: number;
}

/** Of the finite samples in one file; the numbers are null where there is none. */
export interface FileAggregate {
  file: string;
  count: number;
  min: number | null;
  max: number | null;
  mean: number | null;
  /** Population standard deviation. */
  std: number | null;
}

/** Questions across episodes, answered by DuckDB over the segment files themselves. For one episode the reader is many times faster. */
export interface Analytics {
  /** Per file, in the order of `files`; files without the topic have a count of 0. */
  aggregate(query: AggregateQuery): Promise<FileAggregate[]>;
  /** How DuckDB is set up, as it says itself. */
  setting(name: string): Promise<string>;
  close(): void;
}

export interface AnalyticsOptions {
  threads?: number;
  /** As DuckDB writes it: `512MB`. */
  memoryLimit?: string;
  /** Queries on one connection wait for each other. */
  connections?: number;
}

/** @throws AppError `not_found` (a file is missing), `corrupt_data` (a file is no segment), `bad_request` */
export async function openAnalytics({
  threads = 2,
  memoryLimit = "512MB",
  connections = 2,
}: AnalyticsOptions = {}): Promise<Analytics> {
  const instance = await DuckDBInstance.create(":memory:", {
    threads: String(threads),
    memory_limit: memoryLimit,
    // Extensions would be fetched from the network; what we need is built in.
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
  });
  const pool: DuckDBConnection[] = [];
  for (let i = 0; i < connections; i++) {
    const connection = await instance.connect();
    // Unlike the settings above, this one belongs to the connection.
    await connection.run("SET parquet_metadata_cache = true");
    pool.push(connection);
  }
  let turn = 0;
  const next = (): DuckDBConnection => {
    const connection = pool[turn++ % pool.length];
    if (connection === undefined) throw new AppError("unavailable", "The analysis is closed.");
    return connection;
  };
  return {
    aggregate: async (query) => await aggregate(next(), query),
    async setting(name) {
      const rows = await next().runAndReadAll("SELECT current_setting($name)::VARCHAR", { name });
      return String(rows.getRows()[0]?.[0]);
    },
    close() {
      for (const connection of pool.splice(0)) connection.closeSync();
      instance.closeSync();
    },
  };
}

async function aggregate(connection: DuckDBConnection, query: AggregateQuery): Promise<FileAggregate[]> {
  const { files, topic, type, dimension } = query;
  if (!Number.isSafeInteger(dimension) || dimension < 0) {
    throw new AppError("bad_request", "The dimension must be a whole number from 0 on.");
  }
  if (files.length === 0) return [];
  const list = files.map((file) => `'${file.replaceAll("'", "''")}'`).join(", ");
  const column = VALUE_COLUMNS[type].name;
  // By name, because a file has the columns of wider types only when it needs them.
  const sql = `
    SELECT filename, count(x)::DOUBLE, min(x), max(x), avg(x), stddev_pop(x)
    FROM (
      SELECT filename, ${column}[${dimension + 1}]::DOUBLE AS x
      FROM read_parquet([${list}], filename = true, union_by_name = true) WHERE topic = $topic
    )
    WHERE isfinite(x) GROUP BY filename`;
  const rows = await run(connection, sql, topic);
  const found = new Map(rows.map((row) => [row[0], row]));
  return files.map((file) => {
    const [, count, min, max, mean, std] = found.get(file) ?? [];
    const number = (value: unknown): number | null => (typeof value === "number" ? value : null);
    return {
      file,
      count: number(count) ?? 0,
      min: number(min),
      max: number(max),
      mean: number(mean),
      std: number(std),
    };
  });
}

async function run(connection: DuckDBConnection, sql: string, topic: string): Promise<unknown[][]> {
  try {
    return (await connection.runAndReadAll(sql, { topic })).getRows();
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    if (/No files found|No such file/.test(detail)) {
      throw new AppError("not_found", "A segment of the chosen episodes was not found.", {
        detail,
        cause: error,
      });
    }
    if (/Binder Error/.test(detail)) {
      throw new AppError("bad_request", "None of the chosen episodes has values of this type.", {
        detail,
        cause: error,
      });
    }
    throw new AppError("corrupt_data", "The chosen episodes could not be analysed.", {
      detail,
      cause: error,
    });
  }
}

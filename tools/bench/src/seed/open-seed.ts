import { DuckDBInstance } from "@duckdb/node-api";
import type { Ask } from "../question.ts";
import { createSeedAnswers } from "./seed-answers.ts";

export interface OpenSeed {
  ask: Ask;
  close(): void;
}

/** One connection on one file, with DuckDB's own defaults (all cores), as the seed opens it. */
export async function openSeed(file: string): Promise<OpenSeed> {
  const instance = await DuckDBInstance.create(file);
  const connection = await instance.connect();
  return {
    ask: createSeedAnswers(connection),
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

import { parseArgs } from "node:util";

export interface CliArgs {
  batchSize: number;
  workspace: string | null;
  dataDir: string | null;
  json: boolean;
}

export const USAGE = `Usage: npm run seed-embeddings -- [flags]

Fills in every summary, vector, finding and place on the map that is missing or no longer fits. Safe to interrupt and to repeat; while the house
runs, its worker does the work and this command follows it.

  --batch-size N     episodes and texts at a time (default 50)
  --workspace SLUG   only this one (default: all of them)
  --data-dir DIR     where the house keeps its data (default: RETAKE_DATA_DIR, else ./data)
  --json             print the result as one line of JSON
  --help             this text

Exit codes: 0 done, 1 failed or something could not be done (it says what), 2 wrong usage.`;

const BATCH_SIZE = 50;
/** A page is one transaction, and one request to a model server. */
const BATCH_SIZE_MAX = 1_000;

/** @throws Error in words for wrong usage */
export function parseCliArgs(argv: readonly string[]): CliArgs | "help" {
  const { values } = parseArgs({
    args: [...argv],
    strict: true,
    options: {
      "batch-size": { type: "string" },
      workspace: { type: "string" },
      "data-dir": { type: "string" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) return "help";
  const batchSize = values["batch-size"] === undefined ? BATCH_SIZE : Number(values["batch-size"]);
  if (!Number.isSafeInteger(batchSize) || batchSize < 1 || batchSize > BATCH_SIZE_MAX)
    throw new Error(`--batch-size needs a whole number from 1 to ${BATCH_SIZE_MAX}`);
  return {
    batchSize,
    workspace: values.workspace ?? null,
    dataDir: values["data-dir"] ?? null,
    json: values.json,
  };
}
